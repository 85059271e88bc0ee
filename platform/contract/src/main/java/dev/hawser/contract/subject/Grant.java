package dev.hawser.contract.subject;

import java.util.List;

/**
 * What one NATS user may do; nothing else is allowed to it.
 *
 * @param publish subjects and filters that it may publish on
 * @param subscribe subjects and filters that it may subscribe to
 */
public record Grant(List<String> publish, List<String> subscribe) {

    public Grant {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }
}
