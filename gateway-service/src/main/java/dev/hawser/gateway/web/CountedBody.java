package dev.hawser.gateway.web;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.problem.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Counts the bodies that do not say how long they are, see {@link BodyLimit}. */
@Provider
class CountedBody implements ReaderInterceptor {

    private final Instance<WebConfig> config;

    /** Providers are made at build time, when there is no configuration yet: it is asked for at each body. */
    CountedBody(Instance<WebConfig> config) {
        this.config = config;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        int maxBytes = Math.toIntExact(config.get().maxBody().asLongValue());
        byte[] body = context.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw ProblemException.of(ProblemCode.TOO_LARGE, "A body has at most " + maxBytes + " bytes.");
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }
}
