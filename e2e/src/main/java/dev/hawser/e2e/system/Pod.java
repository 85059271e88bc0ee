package dev.hawser.e2e.system;

/**
 * One process of a system.
 *
 * @param part what it is
 * @param number which one of them, from 1
 */
public record Pod(Part part, int number) {

    /** The name in logs, and the pod id of a service: {@code dispatch-2}. */
    public String name() {
        return part.text() + "-" + number;
    }
}
