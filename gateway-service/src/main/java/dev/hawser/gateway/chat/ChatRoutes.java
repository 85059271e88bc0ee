package dev.hawser.gateway.chat;

import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.message.Posting;
import dev.hawser.gateway.run.Retries;
import dev.hawser.gateway.tail.Tails;
import dev.hawser.gateway.thread.ThreadOpening;
import dev.hawser.gateway.web.RequestBody;
import dev.hawser.gateway.web.WebConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Chats as the AI SDK's default transport has them: {@code sendMessages} and {@code reconnectToStream}. */
@ApplicationScoped
class ChatRoutes {

    private final Tails tails;
    private final ThreadOpening threads;
    private final Posting posting;
    private final Retries retries;
    private final long maxBody;

    ChatRoutes(Tails tails, ThreadOpening threads, Posting posting, Retries retries, WebConfig web) {
        this.tails = tails;
        this.threads = threads;
        this.posting = posting;
        this.retries = retries;
        this.maxBody = web.maxChatBody().asLongValue();
    }

    void register(@Observes Router router) {
        router.post("/api/chat").handler(this::send);
        router.get("/api/chat/:chat/stream").handler(this::resume);
    }

    private void send(RoutingContext exchange) {
        Optional<String> traceparent = Optional.ofNullable(exchange.request().getHeader("traceparent"));
        tails.tellCausedRun(
                exchange,
                person -> RequestBody.read(exchange, maxBody)
                        .chain(body -> ChatBody.parse(body.getBytes()))
                        .chain(chat -> threads.ofChat(person, chat.chat())
                                .chain(thread -> cause(person, thread, chat, traceparent)))
                        .map(PostMessageAnswer::runId));
    }

    private void resume(RoutingContext exchange) {
        tails.tellThread(exchange, person -> threads.find(person, String.valueOf(exchange.pathParam("chat"))));
    }

    private Uni<PostMessageAnswer> cause(
            Principal.Person person, String thread, ChatBody chat, Optional<String> traceparent) {
        return chat.isRegenerate()
                ? retries.ofMessage(person, thread, messageId(person, thread, chat.lastId()))
                : posting.post(person, thread, chat.lastMessage(), traceparent);
    }

    /** A history that was read from here has ids of ours, what was typed since has the client's. */
    private static String messageId(Principal.Person person, String thread, String id) {
        return Ids.isValid(IdPrefix.MSG, id) ? id : Ids.messageOf(person.owner(), thread, id);
    }
}
