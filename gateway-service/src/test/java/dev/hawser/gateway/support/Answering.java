package dev.hawser.gateway.support;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The far side of one thread whole: carries its commands out, and has each run answered by a script. */
public final class Answering implements AutoCloseable {

    private final Db db = World.get().db();
    private final Db.Owner owner;
    private final String thread;
    private final BiConsumer<String, Answer> script;
    private final ConcurrentHashMap<String, String> texts = new ConcurrentHashMap<>();
    private final Set<CommandIdentity> known = ConcurrentHashMap.newKeySet();
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private final Intake intake;

    /**
     * Listens.
     *
     * @param script gets the text of the question and the answer to be written, on a thread of its own
     */
    public Answering(Db.Owner owner, String thread, BiConsumer<String, Answer> script) {
        this.owner = owner;
        this.thread = thread;
        this.script = script;
        this.intake = new Intake(thread, this::carryOut);
    }

    public List<Command> commands() {
        return commands;
    }

    @Override
    public void close() {
        intake.close();
    }

    /** A command that the stream drops as a duplicate is heard here all the same. */
    private Optional<String> carryOut(Command command) {
        if (!known.add(CommandIdentity.of(command))) {
            return Optional.empty();
        }
        commands.add(command);
        switch (command) {
            case Command.PostMessage post -> {
                texts.put(post.runId(), post.parts().getLast().path("text").asText());
                db.intake(owner, thread, post.runId(), "running");
                begin(post.runId());
            }
            case Command.RetryRun retry -> {
                texts.put(retry.newRunId(), texts.getOrDefault(retry.runId(), ""));
                db.retry(retry.runId(), retry.newRunId());
                begin(retry.newRunId());
            }
            default -> throw new AssertionError(command.toString());
        }
        return Optional.empty();
    }

    private void begin(String run) {
        Thread.startVirtualThread(() -> script.accept(texts.getOrDefault(run, ""), new Answer(run)));
    }

    /** One run's answer. */
    public final class Answer {

        private final String run;
        private final LogWriter log;

        private Answer(String run) {
            this.run = run;
            this.log = new LogWriter(thread, run);
        }

        public String run() {
            return run;
        }

        public LogWriter log() {
            return log;
        }

        /** The message id that this run's answer has. */
        public String message() {
            return run.replace("run_", "msg_").replaceFirst(".$", "0");
        }

        /** Starts the message with some text. */
        public Answer says(String text) {
            log.claim()
                    .chunks(
                            "{\"type\":\"start\",\"messageId\":\"" + message() + "\"}",
                            "{\"type\":\"text-start\",\"id\":\"t\"}",
                            delta(text));
            return this;
        }

        public Answer saysMore(String text) {
            log.chunks(delta(text));
            return this;
        }

        /** Ends the message and the run. */
        public void ends() {
            log.chunks("{\"type\":\"text-end\",\"id\":\"t\"}", "{\"type\":\"finish\"}")
                    .end(EndBody.succeeded());
            db.settle(run, "succeeded", null, null);
        }

        private static String delta(String text) {
            return "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":" + Json.text(text) + "}";
        }
    }
}
