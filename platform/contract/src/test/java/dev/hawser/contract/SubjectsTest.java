package dev.hawser.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.contract.subject.SubjectToken;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

    @ParameterizedTest
    @CsvSource({
        "thr_01h455vb4pex5vsknk084sn02q, 5",
        "thr_00000000000000000000000000, 1",
        "thr_7zzzzzzzzzzzzzzzzzzzzzzzzz, 13",
        "123456789,                      3",
        "'',                             0",
    })
    void thePartitionOfAThreadNeverChanges(String thread, int partition) {
        assertThat(Partition.of(thread)).isEqualTo(partition);
    }

    @Property
    void everyTextHasAPartition(@ForAll String text) {
        assertThat(Partition.of(text)).isBetween(0, Partition.COUNT - 1);
    }

    @Test
    void theSubjectsOfCoreAreThoseOfTheContract() {
        String thread = "123456789";

        assertThat(List.of(
                        CoreSubjects.command(thread),
                        CoreSubjects.run(3, "run_1"),
                        CoreSubjects.live(3, "run_1"),
                        CoreSubjects.event("tnt_1", "usr_1", "run.settled"),
                        CoreSubjects.intakeNotice(3),
                        CoreSubjects.settledNotice(3),
                        CoreSubjects.durableNotice(3),
                        CoreSubjects.rpc("end"),
                        CoreSubjects.commandsOf(3),
                        CoreSubjects.runsOf(3)))
                .containsExactly(
                        "hw.cmd.3.123456789",
                        "hw.run.3.run_1",
                        "hw.live.3.run_1",
                        "hw.evt.tnt_1.usr_1.run.settled",
                        "hw.notice.intake.3",
                        "hw.notice.settled.3",
                        "hw.notice.durable.3",
                        "hw.rpc.end",
                        "hw.cmd.3.*",
                        "hw.run.3.*");
        assertThat(CoreSubjects.runOf("hw.live.3.run_1")).isEqualTo("run_1");
    }

    @Test
    void theSubjectsOfALinkAreThoseOfTheContract() {
        var subjects = new LinkSubjects("lnk_1");

        assertThat(List.of(subjects.rpc("ingest"), subjects.allRpc(), subjects.wake(), subjects.inboxPrefix()))
                .containsExactly("hw1.lnk_1.rpc.ingest", "hw1.lnk_1.rpc.*", "hw1.lnk_1.wake", "_INBOX.lnk_1");
        assertThat(LinkSubjects.rpcOfAll("ingest")).isEqualTo("hw1.*.rpc.ingest");
        assertThat(LinkSubjects.linkOf("hw1.lnk_1.rpc.ingest")).isEqualTo("lnk_1");
    }

    @ParameterizedTest
    @CsvSource({
        "_INBOX.lnk_1.abc,     true",
        "_INBOX.lnk_1.a.b,     true",
        "_INBOX.lnk_1,         false",
        "_INBOX.lnk_10.abc,    false",
        "_INBOX.lnk_2.abc,     false",
        "hw1.lnk_1.rpc.ingest, false",
    })
    void anAnswerGoesOnlyToAnInboxOfTheLinkItself(String reply, boolean own) {
        assertThat(new LinkSubjects("lnk_1").ownsInbox(reply)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", "*", ">", "a b", "a\n", "ä", "a>"})
    void whatIsNoTokenCannotBecomePartOfASubject(String token) {
        assertThat(SubjectToken.isValid(token)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkSubjects(token));
        assertThatIllegalArgumentException().isThrownBy(() -> CoreSubjects.run(0, token));
        assertThatIllegalArgumentException().isThrownBy(() -> CoreSubjects.command(token));
        assertThatIllegalArgumentException().isThrownBy(() -> CoreSubjects.event(token, "usr_1", "run.settled"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16})
    void thereAreSixteenPartitions(int partition) {
        assertThatIllegalArgumentException().isThrownBy(() -> CoreSubjects.run(partition, "run_1"));
        assertThatIllegalArgumentException().isThrownBy(() -> CoreSubjects.intakeNotice(partition));
    }

    @Test
    void theRightsOfEveryUserAreThoseOfTheGoldenFile() {
        ObjectNode grants = Json.mapper().createObjectNode();
        put(grants, "LINKS link lnk_1", Grants.link("lnk_1"));
        put(grants, "LINKS gateway", Grants.gatewayLinks());
        put(grants, "LINKS dispatch", Grants.dispatchLinks());
        put(grants, "SYS gateway", Grants.gatewaySys());
        put(grants, "CORE gateway", Grants.gatewayCore());
        put(grants, "CORE dispatch", Grants.dispatchCore());
        put(grants, "CORE projector", Grants.projectorCore());

        Golden.holds("grants.json", grants, ObjectNode.class);
    }

    @Test
    void everythingThatALinkMayDoNamesTheLink() {
        Grant grant = Grants.link("lnk_1");

        assertThat(grant.publish()).isNotEmpty().allMatch(subject -> subject.startsWith("hw1.lnk_1."));
        assertThat(grant.subscribe())
                .isNotEmpty()
                .allMatch(subject -> subject.startsWith("hw1.lnk_1.") || subject.startsWith("_INBOX.lnk_1."));
    }

    @Test
    void onlyDispatchMayAppendToALog() {
        assertThat(Grants.projectorCore().publish()).noneMatch(SubjectsTest::coversRuns);
        assertThat(Grants.gatewayCore().publish()).noneMatch(SubjectsTest::coversRuns);
        assertThat(Grants.dispatchCore().publish()).anyMatch(SubjectsTest::coversRuns);
    }

    private static boolean coversRuns(String subject) {
        return subject.startsWith("hw.run")
                || subject.startsWith("hw.>")
                || subject.equals(">")
                || subject.startsWith("*");
    }

    private static void put(ObjectNode grants, String user, Grant grant) {
        ObjectNode node = grants.putObject(user);
        fill(node.putArray("publish"), grant.publish());
        fill(node.putArray("subscribe"), grant.subscribe());
    }

    private static void fill(ArrayNode array, List<String> subjects) {
        subjects.forEach(array::add);
    }
}
