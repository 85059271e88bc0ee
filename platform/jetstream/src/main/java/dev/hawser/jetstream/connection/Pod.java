package dev.hawser.jetstream.connection;

import dev.hawser.contract.subject.SubjectToken;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * This process.
 *
 * @param service {@code gateway}, {@code dispatch} or {@code projector}
 * @param id unique among the pods of all services; one subject token
 */
public record Pod(String service, String id) {

    private static final int HOST_CHARACTERS = 48;
    private static final int RANDOM_BYTES = 4;

    public Pod {
        SubjectToken.require(service);
        SubjectToken.require(id);
    }

    /** A pod on this host that nobody has named. */
    static Pod on(String host, String service) {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = host.replaceAll("[^A-Za-z0-9_-]", "-");
        String name = token.isEmpty() ? service : token.substring(0, Math.min(token.length(), HOST_CHARACTERS));
        return new Pod(service, name + '-' + HexFormat.of().formatHex(random));
    }
}
