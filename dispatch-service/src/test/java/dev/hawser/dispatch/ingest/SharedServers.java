package dev.hawser.dispatch.ingest;

import dev.hawser.dispatch.lab.Pods;

/** The pods of tests on the shared broker: started with the first test, closed with the JVM's stack. */
final class SharedServers {

    static final Pods PODS = Pods.onOneServer("dispatch_model");

    private SharedServers() {}
}
