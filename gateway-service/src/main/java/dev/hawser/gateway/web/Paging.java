package dev.hawser.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.limit.Limits;
import dev.hawser.gateway.problem.ProblemException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit rows at the most, 1 to 200
 * @param after the sort key of the last row of the page before
 */
public record Paging(int limit, Optional<List<String>> after) {

    private static final String SEPARATOR = " ";

    /**
     * Reads the query parameters {@code limit} and {@code cursor}.
     *
     * @throws ProblemException if one of them cannot be
     */
    public static Paging of(@Nullable Integer limit, @Nullable String cursor) {
        int rows = limit == null ? Limits.PAGE_DEFAULT : limit;
        if (rows < 1 || rows > Limits.PAGE_MAX) {
            throw ProblemException.invalid("limit is 1 to " + Limits.PAGE_MAX + ".");
        }
        return new Paging(rows, Optional.ofNullable(cursor).map(Paging::decode));
    }

    /** The cursor after a row with this sort key. */
    public static String cursor(String... key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(join(key).getBytes(UTF_8));
    }

    /** The cursor is not one that we gave. */
    public static ProblemException unknownCursor() {
        return ProblemException.invalid("cursor is not one of this list.");
    }

    private static List<String> decode(String cursor) {
        try {
            return List.of(new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(SEPARATOR, -1));
        } catch (IllegalArgumentException e) {
            throw unknownCursor();
        }
    }

    private static String join(String... key) {
        return String.join(SEPARATOR, key);
    }
}
