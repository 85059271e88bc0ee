package dev.hawser.dispatch.claim;

import dev.hawser.contract.record.EndBody;

/** Why a link did not take an offer. */
sealed interface Declined {

    /** Nobody serves the link. */
    record Offline() implements Declined {}

    /** No free slot. */
    record Busy() implements Declined {}

    /** Its owner has paused or revoked it; nothing was claimed. */
    record Paused() implements Declined {}

    /** It can never execute this. */
    record Refused(EndBody end) implements Declined {}

    /** The text in column {@code offers.tried}, in logs and metrics. */
    default String text() {
        return switch (this) {
            case Offline offline -> "offline";
            case Busy busy -> "busy";
            case Paused paused -> "paused";
            case Refused refused -> "refused";
        };
    }
}
