package dev.hawser.tunnel.connection;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;

/** Answers the server's challenge with a key that stays and a JWT that is asked for each time. */
final class JwtAuthHandler implements AuthHandler {

    private final Supplier<String> jwt;
    private final NKey key;

    JwtAuthHandler(Supplier<String> jwt, NKey key) {
        this.jwt = jwt;
        this.key = key;
    }

    @Override
    public byte[] sign(byte[] nonce) {
        try {
            return key.sign(nonce);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the NKey cannot sign", e);
        }
    }

    @Override
    public char[] getID() {
        try {
            return key.getPublicKey();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the NKey has no public key", e);
        }
    }

    @Override
    public char[] getJWT() {
        return jwt.get().toCharArray();
    }
}
