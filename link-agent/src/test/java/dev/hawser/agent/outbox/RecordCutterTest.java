package dev.hawser.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCutterTest {

    private static final int RECORD = Limits.RECORD_BYTES;

    @Test
    void numbersWhatItIsGivenInOrder() {
        List<StoredRecord> records = new RecordCutter(7)
                .lines(new byte[] {'a', '\n'})
                .longLine(line(RECORD + 1))
                .end(EndBody.succeeded())
                .records();

        assertThat(records).extracting(StoredRecord::seq).containsExactly(7L, 8L, 9L, 10L);
        assertThat(records)
                .extracting(StoredRecord::kind)
                .containsExactly(RecordKind.CHUNKS, RecordKind.CHUNKS, RecordKind.CHUNKS, RecordKind.END);
        assertThat(records)
                .extracting(StoredRecord::fragment)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new Fragment(1, 2)),
                        Optional.of(new Fragment(2, 2)),
                        Optional.empty());
    }

    @Test
    void nothingIsNoRecord() {
        assertThat(new RecordCutter(1).lines(new byte[0]).longLine(new byte[0]).records())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "524288, 1", // one full record is no fragment
        "524289, 2",
        "1048576, 2",
        "1048577, 3",
        "33554432, 64" // the largest chunk has the most fragments
    })
    void aLongLineHasAsFewFragmentsAsPossible(int bytes, int fragments) {
        byte[] line = line(bytes);

        List<StoredRecord> records = new RecordCutter(1).longLine(line).records();

        assertThat(records).hasSize(fragments);
        assertThat(records)
                .allSatisfy(stored -> assertThat(stored.body().size()).isBetween(1, RECORD));
        assertThat(joined(records, bytes)).isEqualTo(line);
    }

    private static byte[] line(int bytes) {
        byte[] line = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            line[i] = (byte) ('a' + i % 23);
        }
        return line;
    }

    private static byte[] joined(List<StoredRecord> records, int bytes) {
        byte[] all = new byte[bytes];
        int at = 0;
        for (StoredRecord stored : records) {
            System.arraycopy(stored.body().bytes(), 0, all, at, stored.body().size());
            at += stored.body().size();
        }
        return Arrays.copyOf(all, at);
    }
}
