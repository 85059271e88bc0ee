package dev.hawser.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelSubjectsTest {

    private final TunnelSubjects subjects = new TunnelSubjects("lnk_1");

    @Test
    void spellsTheSubjectsOfTheDesign() {
        assertThat(subjects.open()).isEqualTo("hw1.lnk_1.open");
        assertThat(subjects.q("H1")).isEqualTo("hw1.lnk_1.q.H1");
        assertThat(subjects.r("C1")).isEqualTo("hw1.lnk_1.r.C1");
        assertThat(subjects.replySubject("C1", 7)).isEqualTo("hw1.lnk_1.r.C1.7");
        assertThat(subjects.anyHost()).isEqualTo("hw1.lnk_1.q.*");
        assertThat(subjects.anyCaller()).isEqualTo("hw1.lnk_1.r.*");
        assertThat(subjects.prefix()).isEqualTo("hw1.lnk_1.");
        assertThat(subjects.inboxPrefix()).isEqualTo("_INBOX.lnk_1.");
        assertThat(subjects.anyInbox()).isEqualTo("_INBOX.lnk_1.>");
        assertThat(TunnelSubjects.openOfAnyLink()).isEqualTo("hw1.*.open");
        assertThat(TunnelSubjects.anyHostOfAnyLink()).isEqualTo("hw1.*.q.*");
        assertThat(TunnelSubjects.anyCallerOfAnyLink()).isEqualTo("hw1.*.r.>");
        assertThat(TunnelSubjects.rOfAnyLink("C1")).isEqualTo("hw1.*.r.C1");
        assertThat(TunnelSubjects.replySubjectsOfAnyLink("C1")).isEqualTo("hw1.*.r.C1.*");
        assertThat(TunnelSubjects.anyInboxOfAnyLink()).isEqualTo("_INBOX.*.>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "*", ">", "a b", "ä"})
    void refusesWhatIsNotOneToken(String token) {
        assertThatThrownBy(() -> new TunnelSubjects(token)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> subjects.q(token)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> subjects.r(token)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TunnelSubjects.rOfAnyLink(token)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesReplySubjectsApart() {
        assertThat(TunnelSubjects.parseReply(subjects.replySubject("C1", 7)))
                .hasValue(new TunnelSubjects.ReplyAddress("lnk_1", "C1", 7));
        assertThat(TunnelSubjects.parseReply("hw1.lnk_1.r.C1.0"))
                .hasValue(new TunnelSubjects.ReplyAddress("lnk_1", "C1", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hw1.lnk_1.r.C1",
                "hw1.lnk_1.r.C1.7.8",
                "hw1.lnk_1.q.C1.7",
                "hw2.lnk_1.r.C1.7",
                "hw1.lnk_1.r.C1.07",
                "hw1.lnk_1.r.C1.-7",
                "hw1.lnk_1.r.C1.x",
                "hw1.lnk_1.r.C1.9999999999999999999",
                "hw1..r.C1.7",
                "hw1.lnk_1.r.*.7",
                "hw1.lnk_1.rpc.ingest.7"
            })
    void readsNothingElseAsAReplySubject(String subject) {
        assertThat(TunnelSubjects.parseReply(subject)).isEmpty();
    }

    @Test
    void findsTheHostAndTheLinkOfASubject() {
        assertThat(subjects.hostOf("hw1.lnk_1.q.H1")).hasValue("H1");
        assertThat(subjects.hostOf("hw1.lnk_2.q.H1")).isEmpty();
        assertThat(subjects.hostOf("hw1.lnk_1.q.H1.x")).isEmpty();
        assertThat(TunnelSubjects.linkOf("hw1.lnk_1.rpc.ingest")).hasValue("lnk_1");
        assertThat(TunnelSubjects.linkOf("hw1.lnk_1")).isEmpty();
        assertThat(TunnelSubjects.linkOf("_INBOX.lnk_1.x")).isEmpty();
    }
}
