package dev.hawser.dispatch.ingest;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.subject.SubjectToken;
import dev.hawser.dispatch.log.RunLogs;
import dev.hawser.dispatch.rpc.RpcRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record that an agent wants in the log of a run. */
record IngestRequest(String link, String run, long fence, long seq, RunLogs.Entry entry) {

    /**
     * Reads and checks the headers; {@link #requireContent} checks the body.
     *
     * @throws MalformedRecordException if it is no record
     */
    static IngestRequest of(RpcRequest request) {
        String run = required(request, RecordHeader.RUN);
        if (!SubjectToken.isValid(run)) {
            throw new MalformedRecordException("not the id of a run");
        }
        RecordKind kind = RecordKind.of(required(request, RecordHeader.KIND));
        Optional<Fragment> fragment = Optional.ofNullable(request.headers().apply(RecordHeader.FRAGMENT))
                .map(Fragment::parse);
        if (kind == RecordKind.CLAIM || (fragment.isPresent() && kind != RecordKind.CHUNKS)) {
            throw new MalformedRecordException("a runner cannot append a " + kind.text() + " like this");
        }
        return new IngestRequest(
                request.link(),
                run,
                positive(request, RecordHeader.FENCE),
                positive(request, RecordHeader.SEQ),
                new RunLogs.Entry(kind, fragment, request.body()));
    }

    /** True if the record is larger than one may be. */
    boolean isTooLarge() {
        return entry.body().size() > Limits.RECORD_BYTES;
    }

    /**
     * Checks the body. A fragment is a piece of a chunk and can be checked by nobody but the readers of all of them.
     *
     * @throws MalformedRecordException if it does not hold what its kind says
     */
    void requireContent() {
        Body body = entry.body();
        if (entry.kind() == RecordKind.END) {
            Json.read(body.bytes(), EndBody.class);
        } else if (entry.fragment().isEmpty()) {
            ChunksBody.require(body);
        } else if (body.size() == 0) {
            throw new MalformedRecordException("an empty fragment");
        }
    }

    private static String required(RpcRequest request, String header) {
        @Nullable String value = request.headers().apply(header);
        if (value == null) {
            throw new MalformedRecordException("header " + header + " is missing");
        }
        return value;
    }

    private static long positive(RpcRequest request, String header) {
        try {
            long value = Long.parseLong(required(request, header));
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("header " + header + " is no number");
        }
        throw new MalformedRecordException("header " + header + " starts at 1");
    }
}
