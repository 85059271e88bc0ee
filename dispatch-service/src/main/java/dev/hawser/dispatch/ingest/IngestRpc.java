package dev.hawser.dispatch.ingest;

import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.dispatch.ready.PodReady;
import dev.hawser.dispatch.rpc.RpcEndpoints;
import dev.hawser.jetstream.connection.Pod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Verb {@code ingest}, for all pods and for this one: the run's next record comes to the pod that knows its log. */
@ApplicationScoped
class IngestRpc {

    private final RpcEndpoints endpoints;
    private final Ingest ingest;
    private final Pod pod;

    IngestRpc(RpcEndpoints endpoints, Ingest ingest, Pod pod) {
        this.endpoints = endpoints;
        this.ingest = ingest;
        this.pod = pod;
    }

    void start(@Observes PodReady event) {
        endpoints.serve(RpcVerb.INGEST.text(), ingest::ingest);
        endpoints.serveHere(RpcVerb.INGEST.text(), RpcVerb.INGEST.textOf(pod.id()), ingest::ingest);
    }
}
