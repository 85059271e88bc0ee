package dev.hawser.gateway.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token as its owner sees it; nobody can see its text again.
 *
 * @param lastUsed to the minute; empty if it never was
 */
record TokenView(
        String id,
        String owner,
        String name,
        List<String> scopes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsed) {

    TokenView {
        scopes = List.copyOf(scopes);
    }

    /** All tokens of an owner that hold. */
    record All(List<TokenView> tokens) {
        All {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * Answer of {@code POST /api/tokens}.
     *
     * @param token what the program sends; shown this once
     */
    record Made(
            String id, String name, List<String> scopes, Instant createdAt, Optional<Instant> expiresAt, String token) {
        Made {
            scopes = List.copyOf(scopes);
        }

        static Made of(TokenView view, String token) {
            return new Made(view.id(), view.name(), view.scopes(), view.createdAt(), view.expiresAt(), token);
        }
    }
}
