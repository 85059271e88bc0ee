package dev.hawser.dispatch.ingest;

import dev.hawser.dispatch.lab.Pods;
import org.junit.jupiter.api.DisplayName;

@DisplayName("decocms-runs W3 W7: the append path on one replica")
class AppendOnOneServerTest extends AppendPath {

    @Override
    Pods pods() {
        return SharedServers.PODS;
    }
}
