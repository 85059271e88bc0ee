package dev.hawser.dispatch.end;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.rpc.EndRequest;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.dispatch.ready.PodReady;
import dev.hawser.dispatch.rpc.CoreEndpoints;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** {@code hw.rpc.end}: a service asks for an end intent, for instance because a record is poisoned. */
@ApplicationScoped
class EndRpc {

    private final CoreEndpoints endpoints;
    private final RunRepository runs;
    private final Ends ends;

    EndRpc(CoreEndpoints endpoints, RunRepository runs, Ends ends) {
        this.endpoints = endpoints;
        this.runs = runs;
        this.ends = ends;
    }

    void start(@Observes PodReady event) {
        endpoints.serve(CoreSubjects.rpc(RpcVerb.END.text()), this::end);
    }

    private Uni<RpcAnswer> end(byte[] body) {
        EndRequest request;
        try {
            request = Json.read(body, EndRequest.class);
        } catch (MalformedJsonException e) {
            return Uni.createFrom().item(RpcAnswer.refused(RpcCode.MALFORMED, e.getMessage()));
        }
        return runs.find(request.runId())
                .chain(row -> row.map(found -> end(found, request))
                        .orElseGet(() -> Uni.createFrom()
                                .item(RpcAnswer.refused(RpcCode.NOT_FOUND, "no run " + request.runId()))));
    }

    private Uni<RpcAnswer> end(RunRow run, EndRequest request) {
        return ends.end(run.key(), request.end()).replaceWith(RpcAnswer.ok(Map.of()));
    }
}
