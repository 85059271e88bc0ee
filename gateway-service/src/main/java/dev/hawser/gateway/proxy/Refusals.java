package dev.hawser.gateway.proxy;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.work.WorkRefusal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Optional;

/** Refusals of the agent itself, as opposed to what an upstream answered. */
final class Refusals {

    private static final int MOST_BYTES = 16 * 1024;

    private Refusals() {}

    static boolean isOurs(TunnelResponse answer) {
        return answer.headers().first(ProxyHeader.REFUSAL).isPresent();
    }

    /** The refusal with the agent's own words. A code that only a newer agent knows becomes a general one. */
    static Uni<ProblemException> of(TunnelResponse answer) {
        ProblemCode code = answer.headers()
                .first(ProxyHeader.REFUSAL)
                .flatMap(Refusals::code)
                .orElse(ProblemCode.UPSTREAM_FAILED);
        return answer.bytes(MOST_BYTES).map(bytes -> ProblemException.of(code, detail(bytes, code)));
    }

    private static Optional<ProblemCode> code(String text) {
        return Arrays.stream(ProblemCode.values())
                .filter(code -> code.text().equals(text))
                .findFirst();
    }

    private static String detail(byte[] body, ProblemCode code) {
        try {
            return Json.read(body, WorkRefusal.class).message();
        } catch (MalformedJsonException e) {
            return code.title(); // HEAD has no body
        }
    }
}
