package dev.hawser.dispatch.ready;

/** Work that a stopping pod waits for. */
public interface Draining {

    /** How many pieces of it are under way. */
    int underWay();
}
