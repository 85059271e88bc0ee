package dev.hawser.projector.fold;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Completes the beginning of a JSON text in one pass: what is open is closed, what is half a token is cut off.
 *
 * <p>Follows the AI SDK's {@code fixJson} state by state, because the stored input of an interrupted tool call has to
 * equal what the browser showed. Text that could never become JSON is not detected here: it fails to parse afterwards.
 */
final class JsonRepair {

    private enum State {
        FINISH,
        STRING,
        STRING_ESCAPE,
        UNICODE_ESCAPE,
        LITERAL,
        NUMBER,
        OBJECT_START,
        OBJECT_KEY,
        OBJECT_AFTER_KEY,
        OBJECT_BEFORE_VALUE,
        OBJECT_AFTER_VALUE,
        OBJECT_AFTER_COMMA,
        ARRAY_START,
        ARRAY_AFTER_VALUE,
        ARRAY_AFTER_COMMA,
        ROOT
    }

    private static final int HEX_DIGITS = 4;
    private static final int HEX_RADIX = 16;

    private final String input;
    private final SdkReader reader;
    private final Deque<State> stack = new ArrayDeque<>();
    private int valid;
    private int literalStart;
    private int hexDigits;

    private JsonRepair(String input, SdkReader reader) {
        this.input = input;
        this.reader = reader;
        stack.push(State.ROOT);
    }

    static String repair(String input, SdkReader reader) {
        var repair = new JsonRepair(input, reader);
        for (int i = 0; i < input.length(); i++) {
            repair.accept(input.charAt(i), i);
        }
        return repair.completed();
    }

    private void accept(char c, int i) {
        State state = stack.element();
        switch (state) {
            case ROOT -> value(c, i, State.FINISH);
            case OBJECT_START -> inObjectStart(c, i);
            case OBJECT_AFTER_COMMA -> switchOn(c, '"', State.OBJECT_KEY);
            case OBJECT_KEY -> switchOn(c, '"', State.OBJECT_AFTER_KEY);
            case OBJECT_AFTER_KEY -> switchOn(c, ':', State.OBJECT_BEFORE_VALUE);
            case OBJECT_BEFORE_VALUE -> value(c, i, State.OBJECT_AFTER_VALUE);
            case OBJECT_AFTER_VALUE -> afterObjectValue(c, i);
            case STRING -> inString(c, i);
            case STRING_ESCAPE -> inEscape(c, i);
            case UNICODE_ESCAPE -> inUnicodeEscape(c, i);
            case ARRAY_START -> inArrayStart(c, i);
            case ARRAY_AFTER_VALUE -> inArrayAfterValue(c, i);
            case ARRAY_AFTER_COMMA -> value(c, i, State.ARRAY_AFTER_VALUE);
            case NUMBER -> inNumber(c, i);
            case LITERAL -> inLiteral(c, i);
            case FINISH -> {}
        }
    }

    private void value(char c, int i, State after) {
        switch (c) {
            case '"' -> begin(State.STRING, after, i);
            case 'f', 't', 'n' -> {
                literalStart = i;
                begin(State.LITERAL, after, i);
            }
            case '-' -> begin(State.NUMBER, after, valid - 1);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> begin(State.NUMBER, after, i);
            case '{' -> begin(State.OBJECT_START, after, i);
            case '[' -> begin(State.ARRAY_START, after, i);
            default -> {}
        }
    }

    private void begin(State inside, State after, int lastValid) {
        valid = lastValid + 1;
        replace(after);
        stack.push(inside);
    }

    private void switchOn(char c, char wanted, State next) {
        if (c == wanted) {
            replace(next);
        }
    }

    private void inObjectStart(char c, int i) {
        if (c == '}') {
            close(i);
        } else {
            switchOn(c, '"', State.OBJECT_KEY);
        }
    }

    private void afterObjectValue(char c, int i) {
        if (c == '}') {
            close(i);
        } else {
            switchOn(c, ',', State.OBJECT_AFTER_COMMA);
        }
    }

    private void afterArrayValue(char c, int i) {
        if (c == ']') {
            close(i);
        } else {
            switchOn(c, ',', State.ARRAY_AFTER_COMMA);
        }
    }

    private void inArrayAfterValue(char c, int i) {
        if (c == ',' || c == ']') {
            afterArrayValue(c, i);
        } else {
            valid = i + 1;
        }
    }

    private void inString(char c, int i) {
        if (c == '"') {
            close(i);
        } else if (c == '\\') {
            stack.push(State.STRING_ESCAPE);
        } else {
            valid = i + 1;
        }
    }

    private void inEscape(char c, int i) {
        stack.pop();
        if (c == 'u') {
            hexDigits = 0;
            stack.push(State.UNICODE_ESCAPE);
        } else {
            valid = i + 1;
        }
    }

    private void inUnicodeEscape(char c, int i) {
        boolean hex = Character.digit(c, HEX_RADIX) >= 0 && c < 128;
        if (hex && ++hexDigits == HEX_DIGITS) {
            close(i);
        }
    }

    private void inArrayStart(char c, int i) {
        if (c == ']') {
            close(i);
        } else {
            if (reader.trustsFirstOfList()) {
                valid = i + 1;
            }
            value(c, i, State.ARRAY_AFTER_VALUE);
        }
    }

    private void inNumber(char c, int i) {
        switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> valid = i + 1;
            case 'e', 'E', '-', '.' -> {}
            case ',', ']', '}' -> {
                stack.pop();
                afterValue(c, i);
            }
            default -> stack.pop();
        }
    }

    private void inLiteral(char c, int i) {
        String literal = input.substring(literalStart, i + 1);
        if ("false".startsWith(literal) || "true".startsWith(literal) || "null".startsWith(literal)) {
            valid = i + 1;
        } else {
            stack.pop();
            afterValue(c, i);
        }
    }

    private void afterValue(char c, int i) {
        State state = stack.element();
        if (state == State.OBJECT_AFTER_VALUE && c != ']') {
            afterObjectValue(c, i);
        } else if (state == State.ARRAY_AFTER_VALUE && c != '}') {
            afterArrayValue(c, i);
        }
    }

    private void close(int i) {
        valid = i + 1;
        stack.pop();
    }

    private void replace(State next) {
        stack.pop();
        stack.push(next);
    }

    private String completed() {
        var text = new StringBuilder(input.substring(0, valid));
        for (State state : stack) {
            switch (state) {
                case STRING -> text.append('"');
                case OBJECT_KEY,
                        OBJECT_AFTER_KEY,
                        OBJECT_AFTER_COMMA,
                        OBJECT_START,
                        OBJECT_BEFORE_VALUE,
                        OBJECT_AFTER_VALUE -> text.append('}');
                case ARRAY_START, ARRAY_AFTER_COMMA, ARRAY_AFTER_VALUE -> text.append(']');
                case LITERAL -> text.append(restOfLiteral());
                case ROOT, FINISH, STRING_ESCAPE, UNICODE_ESCAPE, NUMBER -> {}
            }
        }
        return text.toString();
    }

    private String restOfLiteral() {
        String literal = input.substring(literalStart);
        for (String word : new String[] {"true", "false", "null"}) {
            if (word.startsWith(literal)) {
                return word.substring(literal.length());
            }
        }
        return "";
    }
}
