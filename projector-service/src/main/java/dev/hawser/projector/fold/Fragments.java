package dev.hawser.projector.fold;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Fragment;
import java.io.ByteArrayOutputStream;

/** The pieces of one chunk that is larger than a record; at most {@link Fragment#MAX_COUNT} records. */
final class Fragments {

    private final int count;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int next = 1;

    private Fragments(int count) {
        this.count = count;
    }

    static Fragments begin(Fragment first) {
        return new Fragments(first.count());
    }

    void add(Fragment fragment, Body body) {
        if (fragment.count() != count || fragment.index() != next) {
            throw new UnfoldableException("fragment " + fragment.text() + " where " + next + "/" + count + " belongs");
        }
        next++;
        bytes.writeBytes(body.bytes());
    }

    Body whole() {
        return Body.of(bytes.toByteArray());
    }
}
