package dev.hawser.dispatch.push;

/** What a link answered to a work item. */
public sealed interface PushAnswer {

    /** It is durable on the desktop. */
    record Accepted() implements PushAnswer {}

    /** No free slot. */
    record Busy() implements PushAnswer {}

    /** The desktop has a newer fence of this run. */
    record Fenced() implements PushAnswer {}

    /** It can never execute this; the code is the agent's. */
    record Refused(String code, String text) implements PushAnswer {}

    /** Nobody serves the link: nothing has run. */
    record Offline() implements PushAnswer {}

    /** No definite answer: it may have arrived. */
    record Unknown(String text) implements PushAnswer {}
}
