package dev.hawser.gateway.watch;

import dev.hawser.contract.event.EventType;
import dev.hawser.gateway.problem.ProblemException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which types of events a client wants. */
final class TypeFilter {

    private static final String ANY_SUFFIX = ".*";

    private final Set<String> types;

    private TypeFilter(Set<String> types) {
        this.types = types;
    }

    /**
     * Reads the query parameter {@code types}: types and prefixes such as {@code link.*}, separated by commas; all of
     * them if it is missing.
     *
     * @throws ProblemException if it names one that does not exist
     */
    static TypeFilter parse(@Nullable String text) {
        var wanted = new HashSet<String>();
        for (String name : text == null ? new String[] {"*"} : text.split(",", -1)) {
            Set<String> named = named(name);
            if (named.isEmpty()) {
                throw ProblemException.invalid("types are names such as run.settled, or prefixes such as link.*.");
            }
            wanted.addAll(named);
        }
        return new TypeFilter(Set.copyOf(wanted));
    }

    boolean takes(String type) {
        return types.contains(type);
    }

    private static Set<String> named(String name) {
        Stream<String> all = Stream.of(EventType.values()).map(EventType::text);
        if (name.equals("*")) {
            return Set.copyOf(all.toList());
        }
        return Set.copyOf(
                name.endsWith(ANY_SUFFIX)
                        ? all.filter(type -> type.startsWith(name.substring(0, name.length() - 1)))
                                .toList()
                        : all.filter(name::equals).toList());
    }
}
