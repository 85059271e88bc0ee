package dev.hawser.contract.http;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Body of {@code POST /api/links/session}.
 *
 * @param publicKey the agent's NKey, made at its start; the seed never leaves the desktop
 * @param generation what the agent holds already; absent at its start
 */
public record LinkSessionBody(
        String publicKey,
        Optional<Long> generation,
        String machineId,
        String hostname,
        String os,
        String cliVersion,
        List<String> capabilities,
        List<String> harnesses,
        Optional<Boolean> takeOver) {

    public LinkSessionBody {
        Objects.requireNonNull(publicKey, "publicKey");
        Objects.requireNonNull(machineId, "machineId");
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(cliVersion, "cliVersion");
        capabilities = List.copyOf(capabilities);
        harnesses = List.copyOf(harnesses);
    }
}
