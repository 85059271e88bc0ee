package dev.hawser.gateway.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What concerns every exchange. */
@ConfigMapping(prefix = "hawser")
public interface WebConfig {

    /** The address that browsers use; sign-in links and cookies follow it. */
    URI publicUrl();

    /** Origins, such as {@code https://app.example}, whose pages may call the API with a token; none unless set. */
    @WithName("cors.origins")
    Optional<List<URI>> corsOrigins();

    /** The largest request body. */
    @WithName("http.max-body")
    MemorySize maxBody();

    /** The largest body of a chat. */
    @WithName("http.max-chat-body")
    MemorySize maxChatBody();
}
