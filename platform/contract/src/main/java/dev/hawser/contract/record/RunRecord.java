package dev.hawser.contract.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a run's log.
 *
 * @param run id of the run
 * @param kind what it is
 * @param fence the fence it was written under, from 1
 * @param seq its number in the run, from 1; a claim takes none and carries the next
 * @param chain the chain after this record
 * @param fragment its place in a chunk larger than a record
 * @param body a {@link ClaimBody}, chunks as NDJSON, or an {@link EndBody}
 */
public record RunRecord(
        String run, RecordKind kind, long fence, long seq, Chain chain, Optional<Fragment> fragment, Body body) {

    public RunRecord {
        if (fence < 1 || seq < 1) {
            throw new MalformedRecordException("fence and seq start at 1, not " + fence + " and " + seq);
        }
        if (fragment.isPresent() && kind != RecordKind.CHUNKS) {
            throw new MalformedRecordException("only chunks have fragments, not " + kind.text());
        }
    }

    /** A record that follows {@code previous}, with its chain computed. */
    public static RunRecord following(
            Chain previous, String run, RecordKind kind, long fence, long seq, Optional<Fragment> fragment, Body body) {
        return new RunRecord(run, kind, fence, seq, previous.next(kind, fence, seq, body), fragment, body);
    }

    /** The text of header {@code Hw-Id}: the same record has the same id on every pod. */
    public String id() {
        return run + ':' + fence + ':' + (kind == RecordKind.CLAIM ? RecordKind.CLAIM.text() : Long.toString(seq));
    }

    /** The number that a record after this one carries. */
    public long nextSeq() {
        return kind == RecordKind.CLAIM ? seq : seq + 1;
    }

    /** True if the chain of this record is what follows from the previous one. */
    public boolean follows(Chain previous) {
        return chain.equals(previous.next(kind, fence, seq, body));
    }

    /** The headers of the stored message, in a fixed order. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(RecordHeader.ID, id());
        headers.put(RecordHeader.KIND, kind.text());
        headers.put(RecordHeader.FENCE, Long.toString(fence));
        headers.put(RecordHeader.SEQ, Long.toString(seq));
        headers.put(RecordHeader.CHAIN, chain.text());
        fragment.ifPresent(part -> headers.put(RecordHeader.FRAGMENT, part.text()));
        return headers;
    }

    /**
     * Reads a stored message.
     *
     * @param header value of a header by its name, null if it is absent
     * @throws MalformedRecordException if a header is missing or wrong
     */
    public static RunRecord parse(String run, Function<String, @Nullable String> header, Body body) {
        return new RunRecord(
                run,
                RecordKind.of(required(header, RecordHeader.KIND)),
                number(header, RecordHeader.FENCE),
                number(header, RecordHeader.SEQ),
                Chain.parse(required(header, RecordHeader.CHAIN)),
                Optional.ofNullable(header.apply(RecordHeader.FRAGMENT)).map(Fragment::parse),
                body);
    }

    private static String required(Function<String, @Nullable String> header, String name) {
        String value = header.apply(name);
        if (value == null) {
            throw new MalformedRecordException("header " + name + " is missing");
        }
        return value;
    }

    private static long number(Function<String, @Nullable String> header, String name) {
        try {
            return Long.parseLong(required(header, name));
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("header " + name + " is no number");
        }
    }
}
