package dev.hawser.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * HTTP headers: in order, with duplicates, names compared without case. Immutable.
 *
 * @param entries names and values, checked: a name is an HTTP token, a value has no control characters but tab
 */
public record TunnelHeaders(List<Entry> entries) {

    private static final TunnelHeaders EMPTY = new TunnelHeaders(List.of());

    /** RFC 9110, 7.6.1, and the older ones that proxies must not pass on either. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final String NAME_SYMBOLS = "!#$%&'*+-.^_`|~";
    private static final char DELETE = 0x7f;

    public TunnelHeaders {
        entries = List.copyOf(entries);
    }

    /** One header line. */
    public record Entry(String name, String value) {
        public Entry {
            if (!isName(name)) {
                throw new IllegalArgumentException("not a header name: '" + name + "'");
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException("control character in the value of header " + name);
            }
        }
    }

    public static TunnelHeaders empty() {
        return EMPTY;
    }

    /** Headers from names and values in turn. */
    public static TunnelHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues[namesAndValues.length - 1]);
        }
        var entries = new ArrayList<Entry>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(new Entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new TunnelHeaders(entries);
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        for (Entry entry : entries) { // asked of each answer, mostly in vain
            if (entry.name().equalsIgnoreCase(name)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** All values of that name, in order. */
    public List<String> all(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .map(Entry::value)
                .toList();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** These headers and one more at the end. */
    public TunnelHeaders with(String name, String value) {
        var more = new ArrayList<>(entries);
        more.add(new Entry(name, value));
        return new TunnelHeaders(more);
    }

    /** These headers without any of that name. */
    public TunnelHeaders without(String name) {
        return new TunnelHeaders(entries.stream()
                .filter(entry -> !entry.name().equalsIgnoreCase(name))
                .toList());
    }

    /** These headers without those that are about one connection, also the ones that {@code Connection} lists. */
    public TunnelHeaders endToEnd() {
        Set<String> listed = all("Connection").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(name -> name.trim().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        if (listed.isEmpty() && entries.stream().noneMatch(TunnelHeaders::isHopByHop)) {
            return this;
        }
        return new TunnelHeaders(entries.stream()
                .filter(entry ->
                        !isHopByHop(entry) && !listed.contains(entry.name().toLowerCase(Locale.ROOT)))
                .toList());
    }

    /** As {@link #endToEnd()}, but with {@code Upgrade}: the headers of a request to upgrade, or of its 101 answer. */
    public TunnelHeaders endToEndOfUpgrade() {
        TunnelHeaders endToEnd = endToEnd();
        for (String protocol : all("Upgrade")) {
            endToEnd = endToEnd.with("Upgrade", protocol);
        }
        return endToEnd;
    }

    private static boolean isHopByHop(Entry entry) {
        return HOP_BY_HOP.contains(entry.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isAlphanumeric(c) && NAME_SYMBOLS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == DELETE) {
                return false;
            }
        }
        return true;
    }
}
