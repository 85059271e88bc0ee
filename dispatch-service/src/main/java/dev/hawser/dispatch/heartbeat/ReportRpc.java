package dev.hawser.dispatch.heartbeat;

import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.dispatch.ready.PodReady;
import dev.hawser.dispatch.rpc.RpcEndpoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Verbs {@code heartbeat}, {@code sync} and {@code release}. */
@ApplicationScoped
class ReportRpc {

    private final RpcEndpoints endpoints;
    private final Reports reports;
    private final Releases releases;

    ReportRpc(RpcEndpoints endpoints, Reports reports, Releases releases) {
        this.endpoints = endpoints;
        this.reports = reports;
        this.releases = releases;
    }

    void start(@Observes PodReady event) {
        endpoints.serve(RpcVerb.HEARTBEAT.text(), reports::heartbeat);
        endpoints.serve(RpcVerb.SYNC.text(), reports::sync);
        endpoints.serve(RpcVerb.RELEASE.text(), releases::release);
    }
}
