package dev.hawser.tunnel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The subjects of one link's tunnel; the wildcards are for permission lists.
 *
 * <pre>
 * hw1.{link}.open                     caller to host, queue group "h": opens a stream
 * hw1.{link}.q.{host}                 caller to host: every later frame
 * hw1.{link}.r.{caller}               host to caller: every frame
 * hw1.{link}.r.{caller}.{streamId}    reply subject of the caller's frames; only the server publishes there (503)
 * </pre>
 *
 * @param link one NATS token, see {@link #isToken(String)}
 */
public record TunnelSubjects(String link) {

    /** Queue group of the hosts of a link on {@link #open()}. */
    public static final String HOSTS = "h";

    private static final String PREFIX = "hw1.";
    private static final String INBOX = "_INBOX.";
    private static final Pattern STREAM = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final String TO_CALLER = ".r.";
    private static final int LONGEST_TOKEN = 64;

    public TunnelSubjects {
        requireToken(link);
    }

    /** The reply subject of a frame, taken apart. */
    public record ReplyAddress(String link, String caller, long streamId) {}

    /** Where streams of this link are opened. */
    public String open() {
        return prefix() + "open";
    }

    /** Where one host process receives. */
    public String q(String host) {
        return prefix() + "q." + requireToken(host);
    }

    /** Where one calling process receives. */
    public String r(String caller) {
        return prefix() + "r." + requireToken(caller);
    }

    /** The reply subject of one stream's frames; stream 0 stands for the pair itself. */
    public String replySubject(String caller, long streamId) {
        return r(caller) + '.' + streamId;
    }

    /** Every host of this link: what a link may subscribe to. */
    public String anyHost() {
        return prefix() + "q.*";
    }

    /** Every caller of this link: what a link may publish to. */
    public String anyCaller() {
        return prefix() + "r.*";
    }

    /** The inboxes of this link, with a dot at the end: the inbox prefix of its connection. */
    public String inboxPrefix() {
        return INBOX + link + '.';
    }

    /** Every inbox of this link: what a link may subscribe to. */
    public String anyInbox() {
        return inboxPrefix() + '>';
    }

    /** What all subjects of this link begin with, with a dot at the end; other subjects of a link build on it. */
    public String prefix() {
        return PREFIX + link + '.';
    }

    /** The same subjects of every link, for services: {@code hw1.*.open}. */
    public static String openOfAnyLink() {
        return PREFIX + "*.open";
    }

    /** {@code hw1.*.q.*}. */
    public static String anyHostOfAnyLink() {
        return PREFIX + "*.q.*";
    }

    /** {@code hw1.*.r.>}: everything that comes back to any caller. */
    public static String anyCallerOfAnyLink() {
        return PREFIX + "*.r.>";
    }

    /** {@code hw1.*.r.<caller>}: the frames of all links for one caller. */
    public static String rOfAnyLink(String caller) {
        return PREFIX + "*.r." + requireToken(caller);
    }

    /** {@code hw1.*.r.<caller>.*}: where the server tells one caller that nobody is there. */
    public static String replySubjectsOfAnyLink(String caller) {
        return rOfAnyLink(caller) + ".*";
    }

    /** {@code _INBOX.*.>}: what services may publish answers to. */
    public static String anyInboxOfAnyLink() {
        return INBOX + "*.>";
    }

    /** Takes {@code hw1.<link>.r.<caller>.<streamId>} apart; empty for anything else. */
    public static Optional<ReplyAddress> parseReply(String subject) {
        int linkEnd = subject.startsWith(PREFIX) ? subject.indexOf('.', PREFIX.length()) : -1;
        if (linkEnd < 0 || !subject.startsWith(TO_CALLER, linkEnd)) {
            return Optional.empty();
        }
        int callerAt = linkEnd + TO_CALLER.length();
        int callerEnd = subject.indexOf('.', callerAt);
        if (callerEnd < 0) {
            return Optional.empty();
        }
        String link = subject.substring(PREFIX.length(), linkEnd);
        String caller = subject.substring(callerAt, callerEnd);
        String stream = subject.substring(callerEnd + 1);
        if (!isToken(link) || !isToken(caller) || !STREAM.matcher(stream).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ReplyAddress(link, caller, Long.parseLong(stream)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // above 2^63
        }
    }

    /** The host of {@code hw1.<this link>.q.<host>}; empty for anything else. */
    public Optional<String> hostOf(String subject) {
        String start = prefix() + "q.";
        if (!subject.startsWith(start)) {
            return Optional.empty();
        }
        String host = subject.substring(start.length());
        return isToken(host) ? Optional.of(host) : Optional.empty();
    }

    /** The link of a subject that begins with {@code hw1.<link>.}; empty for anything else. */
    public static Optional<String> linkOf(String subject) {
        if (!subject.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int end = subject.indexOf('.', PREFIX.length());
        String link = end < 0 ? "" : subject.substring(PREFIX.length(), end);
        return isToken(link) ? Optional.of(link) : Optional.empty();
    }

    /** One to 64 letters, digits, {@code _} or {@code -}: safe as one token of a NATS subject. */
    public static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TOKEN) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String requireToken(String token) {
        if (!isToken(token)) {
            throw new IllegalArgumentException("not a subject token: '" + token + "'");
        }
        return token;
    }
}
