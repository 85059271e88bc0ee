package dev.hawser.e2e.bench.runs;

import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.localstack.HawserStack;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The least that accepting and claiming a message durably takes: each step alone, one after the other. */
final class AcceptSteps {

    private static final String SUBJECT = "bench.accept";
    private static final int BYTES = 512;

    private final RunsStack stack;

    AcceptSteps(RunsStack stack) {
        this.stack = stack;
    }

    Samples measure(int count) throws IOException, SQLException, JetStreamApiException {
        stack.nats()
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("BENCH")
                        .subjects(SUBJECT)
                        .storageType(StorageType.File)
                        .replicas(stack.system().stack().cluster().replicas())
                        .build());
        JetStream jetStream = stack.nats().jetStream();
        Path file = Files.createTempFile("hawser-bench", ".fsync");
        var samples = new Samples();
        try (Connection postgres = stack.system().stack().postgres().connect(HawserStack.DATABASE);
                FileChannel journal = FileChannel.open(file, StandardOpenOption.WRITE)) {
            BenchSql.prepare(postgres);
            postgres.setAutoCommit(false);
            try (PreparedStatement insert = postgres.prepareStatement(BenchSql.INSERT)) {
                for (int number = 0; number < count; number++) {
                    long start = System.nanoTime();
                    jetStream.publish(SUBJECT, new byte[BYTES]);
                    commit(postgres, insert);
                    commit(postgres, insert);
                    journal.write(ByteBuffer.allocate(BYTES));
                    journal.force(false);
                    samples.add(System.nanoTime() - start);
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return samples;
    }

    private static void commit(Connection postgres, PreparedStatement insert) throws SQLException {
        insert.setString(1, "x".repeat(BYTES));
        insert.executeUpdate();
        postgres.commit();
    }
}
