package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.frame.StreamState;
import dev.hawser.tunnel.frame.Wire;
import java.util.ArrayList;
import java.util.List;

/** Lists of streams, cut into what one PING carries. */
public final class Lists {

    private Lists() {}

    /** At least one slice, which may be empty. */
    public static List<List<StreamState>> slices(List<StreamState> all) {
        if (all.size() <= Wire.MAX_LISTED_STREAMS) {
            return List.of(all);
        }
        List<List<StreamState>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += Wire.MAX_LISTED_STREAMS) {
            slices.add(all.subList(from, Math.min(all.size(), from + Wire.MAX_LISTED_STREAMS)));
        }
        return slices;
    }
}
