package dev.hawser.agent;

import dev.hawser.agent.cli.AgentCommand;

/** The program {@code link-agent}. */
public final class LinkAgent {

    private LinkAgent() {}

    /** Executes the command line and exits with its code. */
    public static void main(String[] args) {
        // the log is talk: one line each on standard error
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        // a native library of the signature provider would only cost a warning
        System.setProperty("org.bouncycastle.native.cpu_variant", "java");
        System.exit(AgentCommand.commandLine(System.getenv()).execute(args));
    }
}
