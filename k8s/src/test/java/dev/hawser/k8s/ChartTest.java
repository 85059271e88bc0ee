package dev.hawser.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    private static final List<String> SERVICES = List.of("gateway", "dispatch", "projector");

    @Test
    void theChartPassesHelmsOwnLint() {
        assertThat(Chart.lint().isFailed())
                .as(() -> Chart.lint().getMessages().toString())
                .isFalse();
    }

    @Test
    void theServicesAClusterOfNatsAndTheMigrationAreRendered() {
        assertThat(Chart.minimal().render().names())
                .containsExactlyInAnyOrder(
                        "ConfigMap prod-settings",
                        "ConfigMap prod-links-settings",
                        "ConfigMap prod-gateway-settings",
                        "ConfigMap prod-nats",
                        "Deployment prod-gateway",
                        "Deployment prod-dispatch",
                        "Deployment prod-projector",
                        "StatefulSet prod-nats",
                        "Service prod-gateway",
                        "Service prod-nats",
                        "Service prod-nats-headless",
                        "ServiceAccount prod-gateway",
                        "ServiceAccount prod-dispatch",
                        "ServiceAccount prod-projector",
                        "ServiceAccount prod-nats",
                        "PodDisruptionBudget prod-gateway",
                        "PodDisruptionBudget prod-dispatch",
                        "PodDisruptionBudget prod-projector",
                        "PodDisruptionBudget prod-nats",
                        "NetworkPolicy prod-gateway",
                        "NetworkPolicy prod-dispatch",
                        "NetworkPolicy prod-projector",
                        "NetworkPolicy prod-nats",
                        "Job prod-migration");
    }

    @Test
    void anExternalNatsLeavesOutOurOwn() {
        Manifests rendered = Chart.minimal()
                .with("nats.enabled", "false")
                .with("nats.url", "tls://nats.example.org:4222")
                .render();

        assertThat(rendered.names()).noneMatch(name -> name.contains("prod-nats"));
        assertThat(rendered.one(ConfigMap.class, "settings").getData())
                .containsEntry("HAWSER_NATS_CORE_URL", "tls://nats.example.org:4222");
        assertThat(rendered.one(ConfigMap.class, "links-settings").getData())
                .containsEntry("HAWSER_NATS_LINKS_URL", "tls://nats.example.org:4222");
    }

    @Test
    void anOpenIdProviderIsNamedAndReached() {
        Manifests rendered = Chart.minimal()
                .with("gateway.oidc.issuer", "https://id.example.org/realms/hawser")
                .with("gateway.oidc.port", "8443")
                .with("gateway.oidc.tenantClaim", "org")
                .render();

        assertThat(container(rendered, "gateway").getEnv())
                .filteredOn(variable -> variable.getName().startsWith("HAWSER_OIDC"))
                .extracting(EnvVar::getName)
                .containsExactly(
                        "HAWSER_OIDC_ISSUER",
                        "HAWSER_OIDC_CLIENT_ID",
                        "HAWSER_OIDC_TENANT_CLAIM",
                        "HAWSER_OIDC_CLIENT_SECRET");
        assertThat(rendered.one(NetworkPolicy.class, "gateway").getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .contains(8443);
        assertThat(container(Chart.minimal().render(), "gateway").getEnv())
                .extracting(EnvVar::getName)
                .noneMatch(name -> name.startsWith("HAWSER_OIDC"));
    }

    @Test
    void networkPoliciesAndTheMigrationCanBeLeftOut() {
        Manifests rendered = Chart.minimal()
                .with("networkPolicy.enabled", "false")
                .with("migration.enabled", "false")
                .render();

        assertThat(rendered.all(NetworkPolicy.class)).isEmpty();
        assertThat(rendered.all(Job.class)).isEmpty();
    }

    @Test
    void noPodRunsAsRootOrCanChangeItsImageOrTalkToTheCluster() {
        List<PodSpec> pods = pods(Chart.minimal().render()).toList();

        assertThat(pods).hasSize(5).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            });
        });
    }

    @Test
    void startReadinessAndLifeAreAskedApart() {
        Manifests rendered = Chart.minimal().render();

        assertThat(SERVICES).allSatisfy(service -> {
            Container container = container(rendered, service);
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getReadinessProbe(),
                                    container.getLivenessProbe())
                            .map(ChartTest::path))
                    .containsExactly("/q/health/started", "/q/health/ready", "/q/health/live");
        });
    }

    @Test
    void everySelectorFindsThePodsOfItsComponentAndNoOther() {
        Manifests rendered = Chart.minimal().render();
        Map<String, String> gateway =
                template(rendered, "gateway").getMetadata().getLabels();
        Map<String, String> selector =
                rendered.one(Service.class, "gateway").getSpec().getSelector();

        assertThat(gateway).containsAllEntriesOf(selector);
        assertThat(gateway)
                .containsAllEntriesOf(rendered.one(PodDisruptionBudget.class, "gateway")
                        .getSpec()
                        .getSelector()
                        .getMatchLabels());
        assertThat(template(rendered, "dispatch").getMetadata().getLabels().entrySet())
                .doesNotContainSequence(selector.entrySet())
                .isNotEqualTo(gateway.entrySet());
    }

    @Test
    void aPodGetsItsOwnCredentialsAndNoOthers() {
        Manifests rendered = Chart.minimal().render();

        assertThat(credentials(rendered, "gateway"))
                .containsExactly("gateway-core.creds", "gateway-links.creds", "gateway-sys.creds");
        assertThat(credentials(rendered, "dispatch")).containsExactly("dispatch-core.creds", "dispatch-links.creds");
        assertThat(credentials(rendered, "projector")).containsExactly("projector-core.creds");
    }

    @Test
    void onlyTheGatewayHoldsTheKeysOfSessions() {
        Manifests rendered = Chart.minimal().render();

        assertThat(secretNames(rendered, "gateway"))
                .contains(
                        "HAWSER_SESSION_KEY",
                        "HAWSER_IDENTITY_KEY",
                        "NATS_ACCOUNT_SIGNING_KEY",
                        "NATS_ACCOUNT_JWT",
                        "NATS_OPERATOR_JWT");
        assertThat(secretNames(rendered, "dispatch"))
                .containsExactly("HAWSER_DATABASE_USER", "HAWSER_DATABASE_PASSWORD", "HAWSER_IDENTITY_KEY");
        assertThat(secretNames(rendered, "projector"))
                .containsExactly("HAWSER_DATABASE_USER", "HAWSER_DATABASE_PASSWORD");
    }

    @Test
    void noSettingHoldsAValueOfASecret() {
        Manifests rendered = Chart.minimal().render();

        assertThat(pods(rendered).flatMap(pod -> pod.getContainers().getFirst().getEnv().stream()))
                .filteredOn(variable -> variable.getValue() != null)
                .extracting(EnvVar::getName)
                .containsOnly(
                        "HAWSER_NATS_CORE_CREDS",
                        "HAWSER_NATS_LINKS_CREDS",
                        "HAWSER_NATS_SYS_CREDS",
                        "HAWSER_DATABASE_URL");
    }

    @Test
    void theTunnelSettingsReachTheGatewayAsTheyAre() {
        Map<String, String> unset = gatewaySettings(Chart.minimal());
        Map<String, String> open = gatewaySettings(Chart.minimal()
                .with("tunnel.nats.publicUrl", "wss://nats.example.org")
                .with("tunnel.nats.sessionTtlSeconds", "600"));
        Map<String, String> closed = gatewaySettings(Chart.minimal()
                .with("tunnel.nats.publicUrl", "wss://nats.example.org")
                .with("tunnel.nats.publicEnabled", "false"));

        assertThat(unset).doesNotContainKeys("NATS_PUBLIC_URL", "NATS_TUNNEL_PUBLIC_ENABLED");
        assertThat(open)
                .containsEntry("NATS_PUBLIC_URL", "wss://nats.example.org")
                .containsEntry("NATS_TUNNEL_SESSION_TTL_SECONDS", "600")
                .doesNotContainKey("NATS_TUNNEL_PUBLIC_ENABLED");
        assertThat(closed).containsEntry("NATS_TUNNEL_PUBLIC_ENABLED", "false");
    }

    @Test
    void anImageWithADigestIsTakenByItsDigest() {
        String digest = "sha256:" + "a".repeat(64);
        Manifests rendered = Chart.minimal()
                .with("image.registry", "registry.example.org/team")
                .with("gateway.image.digest", digest)
                .render();

        assertThat(container(rendered, "gateway").getImage())
                .isEqualTo("registry.example.org/team/hawser/gateway@" + digest);
        assertThat(container(rendered, "dispatch").getImage())
                .isEqualTo("registry.example.org/team/hawser/dispatch:0.1.0");
    }

    @Test
    void theMigrationRunsBeforeAnythingElseAndNeedsNothingOfTheRelease() {
        Job job = Chart.minimal().render().one(Job.class, "migration");
        PodSpec pod = job.getSpec().getTemplate().getSpec();

        assertThat(job.getMetadata().getAnnotations()).containsEntry(Chart.HOOK, "pre-install,pre-upgrade");
        assertThat(pod.getContainers().getFirst().getCommand()).contains("dev.hawser.database.Migrate");
        assertThat(pod.getServiceAccountName()).isNull();
        assertThat(pod.getContainers().getFirst().getEnvFrom()).isEmpty();
    }

    @Test
    void aPodHasMoreTimeToStopThanItsServiceTakes() {
        Manifests rendered = Chart.minimal().render();

        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(
                                template(rendered, service).getSpec().getTerminationGracePeriodSeconds())
                        .isGreaterThan(20));
        assertThat(container(rendered, "gateway")
                        .getLifecycle()
                        .getPreStop()
                        .getSleep()
                        .getSeconds())
                .isEqualTo(5);
    }

    @Test
    void aChangedSettingReplacesThePods() {
        String before = settingsMark(Chart.minimal());
        String after = settingsMark(Chart.minimal().with("tunnel.nats.sessionTtlSeconds", "600"));

        assertThat(before).isNotEmpty().isNotEqualTo(after);
    }

    @Test
    void aServiceReachesNamesNatsAndPostgresOnly() {
        Manifests rendered = Chart.minimal().render();

        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(
                                rendered.one(NetworkPolicy.class, service).getSpec().getEgress().stream()
                                        .flatMap(rule -> rule.getPorts().stream())
                                        .map(port -> port.getPort().getIntVal())
                                        .distinct())
                        .containsExactly(53, 4222, 5432));
        assertThat(rendered.one(NetworkPolicy.class, "dispatch").getSpec().getIngress())
                .isEmpty();
    }

    @Test
    void metricsCanBeReadFromNamespacesThatAreNamed() {
        Manifests rendered = Chart.minimal()
                .with("networkPolicy.monitoringNamespaceLabels.team", "metrics")
                .render();

        assertThat(rendered.one(NetworkPolicy.class, "projector").getSpec().getIngress())
                .singleElement()
                .satisfies(rule -> assertThat(
                                rule.getFrom().getFirst().getNamespaceSelector().getMatchLabels())
                        .containsEntry("team", "metrics"));
    }

    @Test
    void aClusterOfNatsWritesEveryAcknowledgedMessageToDisk() {
        Manifests rendered = Chart.minimal().render();
        String settings = rendered.one(ConfigMap.class, "nats").getData().get("nats.conf");

        assertThat(settings)
                .contains(
                        "sync_interval: always", "max_file_store: 16G\n", "nats://prod-nats-2.prod-nats-headless:6222")
                .doesNotContain("prod-nats-3.");
        assertThat(rendered.one(StatefulSet.class, "nats").getSpec().getReplicas())
                .isEqualTo(3);
        assertThat(rendered.one(ConfigMap.class, "settings").getData()).containsEntry("HAWSER_JETSTREAM_REPLICAS", "3");
    }

    @Test
    void aSingleNatsHasNoPeers() {
        Manifests rendered = Chart.minimal()
                .with("nats.replicas", "1")
                .with("nats.streamReplicas", "1")
                .render();

        assertThat(rendered.one(ConfigMap.class, "nats").getData().get("nats.conf"))
                .doesNotContain("cluster {");
    }

    @Test
    void aFieldThatTheApiDoesNotHaveIsNoticed() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Manifests.read("{apiVersion: v1, kind: Service, spec: {selectr: {a: b}}}"))
                .withCauseInstanceOf(UnrecognizedPropertyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "dispatch", "projector", "nats"})
    void everyComponentHasAnAccountOfItsOwn(String component) {
        Manifests rendered = Chart.minimal().render();
        String account =
                rendered.one(ServiceAccount.class, component).getMetadata().getName();

        PodTemplateSpec pod = component.equals("nats")
                ? rendered.one(StatefulSet.class, component).getSpec().getTemplate()
                : template(rendered, component);
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo(account);
    }

    private static Stream<PodSpec> pods(Manifests rendered) {
        return rendered.objects().stream().flatMap(ChartTest::pod);
    }

    private static Stream<PodSpec> pod(HasMetadata object) {
        return switch (object) {
            case Deployment deployment ->
                Stream.of(deployment.getSpec().getTemplate().getSpec());
            case StatefulSet set -> Stream.of(set.getSpec().getTemplate().getSpec());
            case Job job -> Stream.of(job.getSpec().getTemplate().getSpec());
            default -> Stream.empty();
        };
    }

    private static PodTemplateSpec template(Manifests rendered, String service) {
        return rendered.one(Deployment.class, service).getSpec().getTemplate();
    }

    private static Container container(Manifests rendered, String service) {
        return template(rendered, service).getSpec().getContainers().getFirst();
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static List<String> credentials(Manifests rendered, String service) {
        return template(rendered, service).getSpec().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .flatMap(volume -> volume.getSecret().getItems().stream())
                .map(KeyToPath::getKey)
                .toList();
    }

    private static List<String> secretNames(Manifests rendered, String service) {
        return container(rendered, service).getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getSecretKeyRef() != null)
                .map(EnvVar::getName)
                .toList();
    }

    private static Map<String, String> gatewaySettings(Chart chart) {
        return chart.render().one(ConfigMap.class, "gateway-settings").getData();
    }

    private static String settingsMark(Chart chart) {
        Map<String, String> annotations =
                template(chart.render(), "gateway").getMetadata().getAnnotations();
        return Objects.requireNonNull(annotations.get("hawser.dev/settings"));
    }
}
