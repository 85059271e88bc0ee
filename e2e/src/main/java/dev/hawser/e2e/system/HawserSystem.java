package dev.hawser.e2e.system;

import dev.hawser.database.Schema;
import dev.hawser.e2e.api.Api;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * NATS, Postgres, pods of each service and agents, all as processes, on ports of their own.
 *
 * <p>A process that was killed is started again on its old port with its old settings. What a part's name alone means is
 * its first process.
 */
public final class HawserSystem implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final SystemPlan plan;
    private final HawserStack stack;
    private final SystemFolder folder = SystemFolder.temporary();
    private final PodNetworks networks;
    private final PodPlans plans;
    private final StoredRows rows;
    private final Map<Pod, ChildProcess> processes = new ConcurrentHashMap<>();
    private final Map<Pod, String> links = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private HawserSystem(SystemPlan plan) {
        this.plan = plan;
        this.stack =
                plan.durable() ? HawserStack.startDurable(plan.natsServers()) : HawserStack.start(plan.natsServers());
        this.networks = new PodNetworks(plan, stack);
        this.plans = new PodPlans(plan, stack, networks, folder.path());
        this.rows = new StoredRows(stack);
    }

    /** Starts one process of each part and waits until the desktop is online. */
    public static HawserSystem start() {
        return start(SystemPlan.single());
    }

    /** Starts everything and waits until each desktop is online. */
    public static HawserSystem start(SystemPlan plan) {
        var system = new HawserSystem(plan);
        try {
            system.startAll();
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
        return system;
    }

    /** Where browsers go: the first gateway. */
    public URI url() {
        return url(new Pod(Part.GATEWAY, 1));
    }

    /** Where a service listens. */
    public URI url(Pod pod) {
        return plans.url(pod);
    }

    /** The API of the first gateway, with the token of the local user. */
    public Api api() {
        return api(1);
    }

    /** The API of a gateway. */
    public Api api(int gateway) {
        return new Api(url(new Pod(Part.GATEWAY, gateway)), token());
    }

    /** The API token of the local user. */
    public String token() {
        return folder.credential("cli-token");
    }

    /** A link that signs a browser in, once. */
    public String freshSignInLink() {
        return api().call("POST", "/api/local/sign-in-link", "{}").text("url");
    }

    /** The link of the first agent. */
    public String link() {
        return link(new Pod(Part.AGENT, 1));
    }

    /** The link of an agent. */
    public String link(Pod agent) {
        String link = links.get(agent);
        if (link == null) {
            throw new IllegalArgumentException(agent.name() + " is not part of this system");
        }
        return link;
    }

    /** The servers that the services use. */
    public HawserStack stack() {
        return stack;
    }

    /** The ways to the servers of the parts that the plan puts behind proxies. */
    public PodNetworks networks() {
        return networks;
    }

    /** What the services have stored. */
    public StoredRows rows() {
        return rows;
    }

    /** The folder that the example harness may read. */
    public Path desktop() {
        return folder.desktop();
    }

    /** What the example program prints for a question, run by itself. */
    public String concordance(String question) throws IOException, InterruptedException {
        return AgentFolder.runExample(plan.programs().root(), desktop(), question);
    }

    /** The processes of a part. */
    public List<Pod> pods(Part part) {
        return plan.podsOf(part);
    }

    /** The process that a pod id names. */
    public Pod pod(String name) {
        return plan.services().stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pod is called " + name));
    }

    /** When and how its process ends. */
    public CompletableFuture<Integer> exit(Pod pod) {
        return process(pod).exit();
    }

    /** The last lines that its process has written. */
    public String logTail(Pod pod) {
        return process(pod).logTail();
    }

    /** The file of all that a process has written. */
    public Path log(Pod pod) {
        return plans.logOf(pod);
    }

    /** Its process id. */
    public long pid(Pod pod) {
        return process(pod).pid();
    }

    /** Starts a part's first process and waits until it is ready. */
    public void start(Part part) {
        start(new Pod(part, 1));
    }

    /** Starts a process and waits until it is ready. */
    public void start(Pod pod) {
        launch(pod);
        awaitReady(pod);
    }

    /** SIGKILL. */
    public void kill(Part part) {
        kill(new Pod(part, 1));
    }

    /** SIGKILL. */
    public void kill(Pod pod) {
        process(pod).kill();
    }

    /** SIGSTOP; it does nothing more when this returns. */
    public void suspend(Pod pod) {
        process(pod).signal(Signal.STOP);
    }

    /** SIGCONT. */
    public void resume(Pod pod) {
        process(pod).signal(Signal.CONT);
    }

    /** SIGTERM, and a wait until it is gone; of the agent, until the gateway's short memory of it is gone, too. */
    public void stop(Part part) {
        stop(new Pod(part, 1));
        if (part == Part.AGENT) {
            Awaitility.await().atMost(READY).until(() -> !agentIsOnline());
        }
    }

    /** SIGTERM, and a wait until it is gone. */
    public void stop(Pod pod) {
        process(pod).stop(Signal.TERM, Duration.ofSeconds(20));
    }

    /** SIGTERM, without a wait. */
    public void terminate(Pod pod) {
        process(pod).signal(Signal.TERM);
    }

    /** What the first gateway says of the first desktop. */
    public boolean agentIsOnline() {
        return isOnline(new Pod(Part.AGENT, 1));
    }

    private boolean isOnline(Pod agent) {
        return api().call("GET", "/api/links/me", "")
                .body()
                .path("links")
                .valueStream()
                .anyMatch(link -> link.path("id").asText().equals(link(agent))
                        && link.path("online").asBoolean());
    }

    @Override
    public void close() {
        processes.values().forEach(ChildProcess::kill);
        rows.close();
        networks.close();
        stack.close();
        http.shutdownNow();
    }

    private void startAll() {
        stack.postgres().createDatabase(HawserStack.DATABASE);
        Schema.migrate(
                stack.postgres().jdbcUrl(HawserStack.DATABASE),
                LocalPostgres.USER,
                stack.postgres().password());
        List<Pod> others = plan.services().stream()
                .filter(pod -> pod.part() != Part.GATEWAY)
                .toList();
        others.forEach(this::launch);
        // One after the other: each keeps the credentials that it finds in the folder.
        plan.podsOf(Part.GATEWAY).forEach(this::start);
        others.forEach(this::awaitReady);
        plan.podsOf(Part.AGENT).forEach(this::prepare);
        plan.podsOf(Part.AGENT).forEach(this::launch);
        plan.podsOf(Part.AGENT).forEach(this::awaitReady);
    }

    private void prepare(Pod agent) {
        if (agent.number() == 1) {
            links.put(agent, folder.credential("link-id"));
        } else {
            String token = AgentFolder.newToken();
            AgentFolder.write(tokenFile(agent), token);
            links.put(agent, rows.addLink(token));
        }
        AgentFolder.write(plans.agentHome(agent), plan.programs().root(), desktop(), plan.agentConfiguration());
    }

    private Path tokenFile(Pod agent) {
        return agent.number() == 1
                ? folder.local().resolve("link-token")
                : folder.path().resolve(agent.name() + "-token");
    }

    /** Starts its process, which need not become ready. */
    public void launch(Pod pod) {
        processes.put(
                pod,
                ChildProcess.start(pod.part() == Part.AGENT ? plans.agent(pod, tokenFile(pod)) : plans.service(pod)));
    }

    /** Waits until a service says that it is ready, an agent until it is online. */
    public void awaitReady(Pod pod) {
        process(pod).awaitReady(() -> pod.part() == Part.AGENT ? isOnline(pod) : serviceIsReady(pod), READY, POLL);
    }

    private boolean serviceIsReady(Pod pod) {
        URI uri = url(pod).resolve("/q/health/ready");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while waiting for " + uri, e);
        }
    }

    private ChildProcess process(Pod pod) {
        ChildProcess process = processes.get(pod);
        if (process == null) {
            throw new IllegalStateException(pod.name() + " was never started");
        }
        return process;
    }
}
