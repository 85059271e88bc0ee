package dev.hawser.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of the proxy: whole, bounded in memory, and never cut short in silence. */
@Timeout(90)
class ProxyStreamsIT {

    private static final long MIB = 1024 * 1024;
    private static final long BODY = 64 * MIB;

    private final ProxySystem system = ProxySystem.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @ValueSource(strings = {"", "&length"})
    @DisplayName("decocms-tunnel W1, W2: a large answer arrives byte for byte")
    void aLargeAnswerArrivesByteForByte(String framing) throws Exception {
        assertThat(download(BODY, framing)).isEqualTo(Bytes.hashOfFirst(BODY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("decocms-tunnel W13: a large request is streamed and arrives byte for byte")
    void aLargeRequestArrivesByteForByte(boolean chunked) throws Exception {
        assertThat(upload(BODY, chunked)).isEqualTo(Bytes.hashOfFirst(BODY));
    }

    @Test
    void bothDirectionsStreamAtTheSameTime() throws Exception {
        HttpResponse<InputStream> echo = http.send(
                request("web", "echo")
                        .POST(BodyPublishers.ofInputStream(() -> Bytes.stream(16 * MIB)))
                        .build(),
                BodyHandlers.ofInputStream());

        assertThat(Bytes.hashOf(echo.body())).isEqualTo(Bytes.hashOfFirst(16 * MIB));
    }

    @Test
    @DisplayName("decocms-tunnel W9: renewals in the middle of a body are not noticed")
    void renewalsInTheMiddleOfABodyAreNotNoticed() throws Exception {
        long before = system.renewals();
        InputStream answer = body("web", "bytes?count=" + 24 * MIB);
        InputStream first = new java.io.ByteArrayInputStream(answer.readNBytes((int) MIB));
        CompletableFuture<String> upload = CompletableFuture.supplyAsync(() -> uploadWithPause(before + 2));

        await().atMost(Duration.ofSeconds(30)).until(() -> system.renewals() >= before + 1);
        InputStream second = new java.io.ByteArrayInputStream(answer.readNBytes((int) MIB));
        await().atMost(Duration.ofSeconds(30)).until(() -> system.renewals() >= before + 2);

        var whole = new SequenceInputStream(first, new SequenceInputStream(second, answer));
        assertThat(Bytes.hashOf(whole)).isEqualTo(Bytes.hashOfFirst(24 * MIB));
        assertThat(upload.get(30, TimeUnit.SECONDS)).isEqualTo(Bytes.hashOfFirst(8 * MIB));
    }

    @Test
    @DisplayName("decocms-tunnel W6, W7: a stalled reader costs a bounded amount and delays nobody")
    void aStalledReaderDelaysNobody() throws Exception {
        try (InputStream stalled = body("web", "bytes?count=" + 512 * MIB)) {
            assertThat(stalled.readNBytes(1024)).hasSize(1024);

            assertThat(download(8 * MIB, "")).isEqualTo(Bytes.hashOfFirst(8 * MIB));

            assertThat(ProxySystem.peakMebibytes(system.gateway())).isLessThan(700);
        }
    }

    @Test
    void eventsArriveOneByOneAsTheyAreSent() throws Exception {
        try (var events = new BufferedReader(new InputStreamReader(body("web", "events"), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo(": hello");
            events.readLine();
            for (int i = 0; i < 20; i++) {
                system.http().event("tick " + i);
                assertThat(events.readLine()).isEqualTo("data: tick " + i);
                events.readLine();
            }
            system.http().event("");
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    @DisplayName("decocms-tunnel W14: when the client goes, the upstream's work is cut")
    void aClientThatGoesCutsItsUpstream() throws Exception {
        try (var client = new RawClient(system.url())) {
            client.send(head("GET", "web", "endless") + "\r\n");
            assertThat(client.head()).contains("200 OK");

            client.abort();

            system.http().cut().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfAnUploadDoesNotCompleteIt() throws Exception {
        try (var client = new RawClient(system.url())) {
            client.send(head("POST", "raw", "upload") + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(system.raw().awaitSeen()).isEqualTo("upload");

            client.abort();

            assertThat(system.raw().awaitSeen())
                    .as("cut, or at least without the end of a chunked body")
                    .isNotEqualTo("eof after \r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-length", "short-chunks"})
    @DisplayName("decocms-tunnel W2: an answer that broke off is not taken for a whole one")
    void anAnswerThatBrokeOffIsNotTakenForAWholeOne(String path) {
        assertThatThrownBy(() -> http.send(request("raw", path).build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anUploadThatAsksFirstIsInvited() throws Exception {
        try (var client = new RawClient(system.url())) {
            client.send(head("POST", "web", "hash") + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100");

            client.send("hello");

            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.until("2cf24dba")).contains("2cf24dba");
        }
    }

    @Test
    @Timeout(600)
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("4 GiB up and down in constant memory")
    void fourGibibytesUpAndDownInConstantMemory() throws Exception {
        long size = 4096 * MIB;

        assertThat(download(size, "")).isEqualTo(Bytes.hashOfFirst(size));
        assertThat(upload(size, true)).isEqualTo(Bytes.hashOfFirst(size));

        // both have a heap of at most 256 MiB and 128 MiB of direct memory; the rest is the JVM's own
        assertThat(ProxySystem.peakMebibytes(system.gateway())).isLessThan(700);
        assertThat(ProxySystem.peakMebibytes(system.agent())).isLessThan(600);
    }

    private String download(long size, String framing) throws IOException, InterruptedException {
        try (InputStream body = body("web", "bytes?count=" + size + framing)) {
            return Bytes.hashOf(body);
        }
    }

    private String upload(long size, boolean chunked) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher stream = BodyPublishers.ofInputStream(() -> Bytes.stream(size));
        HttpRequest.BodyPublisher body = chunked ? stream : BodyPublishers.fromPublisher(stream, size);
        return http.send(request("web", "hash").POST(body).build(), BodyHandlers.ofString())
                .body();
    }

    /** Sends half of a body, and the rest when the session was renewed so often. */
    private String uploadWithPause(long renewals) {
        InputStream rest = new InputStream() {
            private final InputStream source = Bytes.stream(8 * MIB);
            private long read;

            @Override
            public int read() {
                throw new UnsupportedOperationException("in pieces only");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                if (read == 4 * MIB) {
                    await().atMost(Duration.ofSeconds(40)).until(() -> system.renewals() >= renewals);
                }
                int count = source.read(into, from, (int) Math.min(most, read < 4 * MIB ? 4 * MIB - read : most));
                read += Math.max(0, count);
                return count;
            }
        };
        try {
            return http.send(
                            request("web", "hash")
                                    .POST(BodyPublishers.ofInputStream(() -> rest))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private InputStream body(String upstream, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request(upstream, path).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String upstream, String path) {
        return HttpRequest.newBuilder(system.uri(upstream, path)).header("Authorization", "Bearer " + system.token());
    }

    private String head(String method, String upstream, String path) {
        return method + ' ' + system.path(upstream) + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + system.token() + "\r\n";
    }
}
