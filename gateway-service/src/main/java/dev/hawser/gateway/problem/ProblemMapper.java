package dev.hawser.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.hawser.contract.error.ProblemCode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns the failures of REST resources into problem documents. */
final class ProblemMapper {

    @ServerExceptionMapper
    Response framework(WebApplicationException failure, UriInfo uri) {
        return response(failure, uri);
    }

    /** Replaces the mapper of the framework, which answers with a document of its own. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, UriInfo uri) {
        return response(failure, uri);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure, UriInfo uri) {
        return response(failure, uri);
    }

    @ServerExceptionMapper
    Response any(Throwable failure, UriInfo uri) {
        return response(failure, uri);
    }

    private static Response response(Throwable failure, UriInfo uri) {
        ProblemException problem = Problems.of(failure);
        Response.ResponseBuilder answer = Response.status(problem.code().status())
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(ProblemDocument.of(problem.code(), problem.detail(), uri.getPath()));
        problem.retryAfter()
                .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, ProblemWriter.seconds(wait.toMillis())));
        if (problem.code() == ProblemCode.TOO_LARGE) {
            answer.header("Connection", "close");
        }
        return answer.build();
    }
}
