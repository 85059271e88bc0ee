package dev.hawser.harness.echo;

import java.time.Duration;
import java.util.Iterator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the echo harness says to a text, and how fast.
 *
 * <pre>
 * slow:{n}x{ms}   n pieces "chunk-1", " chunk-2", …, that many milliseconds apart
 * many:{n}        n pieces as above, as fast as they are taken
 * anything else   the text itself, word by word
 * </pre>
 *
 * @param pause before each piece
 */
record EchoScript(Duration pause, Stream<String> pieces) {

    private static final Pattern SLOW = Pattern.compile("\\bslow:(\\d{1,6})x(\\d{1,6})\\b");
    private static final Pattern MANY = Pattern.compile("\\bmany:(\\d{1,7})\\b");
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");

    static EchoScript of(String text) {
        Matcher slow = SLOW.matcher(text);
        if (slow.find()) {
            return numbered(Integer.parseInt(slow.group(1)), Duration.ofMillis(Integer.parseInt(slow.group(2))));
        }
        Matcher many = MANY.matcher(text);
        if (many.find()) {
            return numbered(Integer.parseInt(many.group(1)), Duration.ZERO);
        }
        Stream<String> words = WORD.matcher(text).results().map(MatchResult::group);
        return new EchoScript(Duration.ZERO, words);
    }

    Iterator<String> iterator() {
        return pieces.iterator();
    }

    private static EchoScript numbered(int count, Duration pause) {
        Stream<String> pieces = IntStream.rangeClosed(1, count).mapToObj(i -> i == 1 ? "chunk-1" : " chunk-" + i);
        return new EchoScript(pause, pieces);
    }
}
