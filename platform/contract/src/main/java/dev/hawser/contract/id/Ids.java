package dev.hawser.contract.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes and checks ids: TypeIDs, {@code <prefix>_<26 characters>} (design 10, Ids).
 *
 * <p>Every id is one NATS subject token and sorts by its time of creation, except those derived from a client's own id.
 */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Ids() {}

    /** A new id, unique and later in order than all that this process made before. */
    public static String next(IdPrefix prefix) {
        return of(prefix, GENERATOR.generate());
    }

    /** True if the text is an id of this kind. */
    public static boolean isValid(IdPrefix prefix, String text) {
        String start = prefix.text() + '_';
        return text.startsWith(start) && Base32.isValid(text.substring(start.length()));
    }

    /** True if a client may name its message or chat so: {@code [A-Za-z0-9_-]{1,64}}. */
    public static boolean isClientId(String text) {
        return CLIENT_ID.matcher(text).matches();
    }

    /** The thread id of a client's own chat id: the same on every pod and at every retry. */
    public static String threadOf(String owner, String clientId) {
        return derived(IdPrefix.THR, owner, "", clientId);
    }

    /** The message id of a client's own message id: the same on every pod and at every retry. */
    public static String messageOf(String owner, String thread, String clientId) {
        return derived(IdPrefix.MSG, owner, thread, clientId);
    }

    /** The run that answers a message; it shares the message's suffix. */
    public static String runOf(String message) {
        return IdPrefix.RUN.text() + message.substring(message.indexOf('_'));
    }

    /** The run that answers a message again: a second request for it is the same retry. */
    public static String retryOf(String run) {
        return derived(IdPrefix.RUN, run, "", "retry");
    }

    /** The assistant message of one attempt of a run; another attempt has another one, so that readers start anew. */
    public static String answerOf(String run, long attempt) {
        return derived(IdPrefix.MSG, run, "", Long.toString(attempt));
    }

    private static String derived(IdPrefix prefix, String owner, String scope, String clientId) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(owner + '\0' + scope + '\0' + clientId));
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & ~(3L << 62)) | (1L << 63);
        return of(prefix, new UUID(high, low));
    }

    private static String of(IdPrefix prefix, UUID uuid) {
        return prefix.text() + '_' + Base32.encode(uuid);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
