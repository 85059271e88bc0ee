package dev.hawser.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.subject.SubjectToken;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private static final String OWNER = "usr_01h455vb4pex5vsknk084sn02q";
    private static final String THREAD = "thr_01h455vb4pex5vsknk084sn02q";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    @Test
    void thePrefixesAreThoseOfTheContract() {
        assertThat(Stream.of(IdPrefix.values()).map(IdPrefix::text))
                .containsExactly("thr", "msg", "run", "lnk", "att", "ses", "tok", "whk", "mail", "usr", "tnt", "evt");
    }

    @ParameterizedTest
    @EnumSource
    void aNewIdIsAUuidOfVersion7AndOneSubjectToken(IdPrefix prefix) {
        String id = Ids.next(prefix);

        assertThat(Ids.isValid(prefix, id)).isTrue();
        assertThat(SubjectToken.isValid(id)).isTrue();
        assertThat(version(id)).isEqualTo(7);
        assertThat(variant(id)).isEqualTo(0b10);
    }

    @Test
    void newIdsSortInTheOrderInWhichTheyWereMade() {
        var ids = Stream.generate(() -> Ids.next(IdPrefix.MSG)).limit(1_000).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    /** From the TypeID specification's own valid.yml. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000000",
                "00000000000000000000000001",
                "0000000000000000000000000a",
                "0000000000000000000000000g",
                "00000000000000000000000010",
                "7zzzzzzzzzzzzzzzzzzzzzzzzz",
                "0123456789abcdefghjkmnpqrs",
                "01h455vb4pex5vsknk084sn02q"
            })
    void whatTheTypeIdSpecificationAllowsIsAnId(String suffix) {
        assertThat(Ids.isValid(IdPrefix.RUN, "run_" + suffix)).isTrue();
    }

    /** From the TypeID specification's own invalid.yml. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN_00000000000000000000000000",
                "_00000000000000000000000000",
                "00000000000000000000000000",
                "run_",
                "run_1234567890123456789012345",
                "run_123456789012345678901234567",
                "run_1234567890123456789012345 ",
                "run_0123456789ABCDEFGHJKMNPQRS",
                "run_123456789-123456789-123456",
                "run_ooooooiiiiiiuuuuuuulllllll",
                "run_i23456789ol23456789oi23456",
                "run_8zzzzzzzzzzzzzzzzzzzzzzzzz",
                "thr_00000000000000000000000000",
                "run__0000000000000000000000000"
            })
    void whatTheTypeIdSpecificationForbidsIsNoId(String id) {
        assertThat(Ids.isValid(IdPrefix.RUN, id)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "V1StGXR8_Z5jdHi6B-myT, thr_0r5vrzpzkdh58apd0wrgf4aace, msg_120gm88yb1gw4aqgtg6mt8p1df",
        "a,                     thr_58pwy9fdkwgefrt2e1t44ka6z6, msg_10t7090zjag90apaex2vs7bde5",
    })
    void aClientsOwnIdLeadsToTheSameIdsOnEveryPod(String clientId, String thread, String message) {
        assertThat(Ids.threadOf(OWNER, clientId)).isEqualTo(thread);
        assertThat(Ids.messageOf(OWNER, THREAD, clientId)).isEqualTo(message);
    }

    @Test
    void derivedIdsDifferByOwnerThreadAndClientId() {
        assertThat(Stream.of(
                        Ids.messageOf(OWNER, THREAD, "a"),
                        Ids.messageOf(OWNER, THREAD, "b"),
                        Ids.messageOf(OWNER, "thr_01h455vb4pex5vsknk084sn02r", "a"),
                        Ids.messageOf("usr_01h455vb4pex5vsknk084sn02r", THREAD, "a")))
                .doesNotHaveDuplicates();
    }

    @Property
    void aDerivedIdIsAUuidOfVersion8(
            @ForAll @StringLength(min = 1, max = 64) @CharRange(from = 'A', to = 'Z') String clientId) {
        String id = Ids.messageOf(OWNER, THREAD, clientId);

        assertThat(Ids.isValid(IdPrefix.MSG, id)).isTrue();
        assertThat(version(id)).isEqualTo(8);
        assertThat(variant(id)).isEqualTo(0b10);
    }

    @Test
    void aRunSharesTheSuffixOfItsMessage() {
        assertThat(Ids.runOf("msg_01h455vb4pex5vsknk084sn02q")).isEqualTo("run_01h455vb4pex5vsknk084sn02q");
    }

    @Test
    void aRetryOfARunIsTheSameRunWhoeverAsksForItAgain() {
        assertThat(Ids.retryOf("run_01h455vb4pex5vsknk084sn02q")).isEqualTo("run_04wekmgv12gcyte99kqmb6975e");
    }

    @Test
    void eachAttemptHasAnAnswerOfItsOwn() {
        String run = "run_01h455vb4pex5vsknk084sn02q";

        assertThat(Ids.answerOf(run, 1)).isEqualTo("msg_5fyjjr1pxkh6nadesqw9m3her5");
        assertThat(Ids.answerOf(run, 2)).isEqualTo("msg_3etf93xcxpg9mtcfyr59h16y5b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "V1StGXR8_Z5jdHi6B-myT", "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void aClientMayNameItsMessages(String id) {
        assertThat(Ids.isClientId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a.b",
                "a b",
                "ä",
                "a*",
                ">",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void aClientMayNotNameThemSo(String id) {
        assertThat(Ids.isClientId(id)).isFalse();
    }

    /** The 4 bits after the first 48 of the UUID: bits 50 to 53 of the 130 that 26 characters hold. */
    private static int version(String id) {
        return bits(id, 50, 4);
    }

    private static int variant(String id) {
        return bits(id, 66, 2);
    }

    private static int bits(String id, int from, int count) {
        String suffix = id.substring(id.indexOf('_') + 1);
        int value = 0;
        for (int bit = from; bit < from + count; bit++) {
            int digit = DIGITS.indexOf(suffix.charAt(bit / 5));
            value = 2 * value + ((digit >> (4 - bit % 5)) & 1);
        }
        return value;
    }
}
