package dev.hawser.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.json.Json;
import java.time.Instant;

/** Values that many shapes share. */
final class Samples {

    static final String TENANT = "tnt_01h455vb4pex5vsknk084sn02q";
    static final String OWNER = "usr_01h455vb4pex5vsknk084sn02q";
    static final String THREAD = "thr_01h455vb4pex5vsknk084sn02q";
    static final String MESSAGE = "msg_01h455vb4pex5vsknk084sn02q";
    static final String RUN = "run_01h455vb4pex5vsknk084sn02q";
    static final String LINK = "lnk_01h455vb4pex5vsknk084sn02q";
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static final Instant AT = Instant.parse("2026-11-21T06:30:00.125Z");
    static final CreatedBy BY = new CreatedBy("user", OWNER, "Ada");

    private Samples() {}

    static JsonNode text(String text) {
        return Json.mapper().createObjectNode().put("type", "text").put("text", text);
    }
}
