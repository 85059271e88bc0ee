package dev.hawser.agent.run;

import dev.hawser.harness.Harness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The harnesses of this desktop by their names.
 *
 * @param standard the name of the one that answers when none is named
 */
public record Harnesses(Map<String, Harness> byName, String standard) {

    public Harnesses {
        byName = Map.copyOf(byName);
        if (!byName.containsKey(standard)) {
            throw new IllegalArgumentException("there is no harness '" + standard + "'");
        }
    }

    /** All names, in order. */
    public List<String> names() {
        return List.copyOf(new TreeMap<>(byName).keySet());
    }

    /** The harness of a name. */
    public Optional<Harness> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
