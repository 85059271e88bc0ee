package dev.hawser.e2e.bench;

import dev.hawser.e2e.system.BuiltPrograms;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One run of the benchmarks.
 *
 * @param quick small sizes: shows that everything works, its figures say little
 * @param folder for logs and state
 * @param programs the packaged services and the agent
 * @param messages where progress goes
 */
public record BenchRun(boolean quick, Path folder, BuiltPrograms programs, PrintStream messages) {

    /** The size of this run. */
    public long size(long full, long small) {
        return quick ? small : full;
    }

    /** The count of this run. */
    public int count(int full, int small) {
        return quick ? small : full;
    }

    /** Tells what is being done. */
    public void progress(String text) {
        messages.println("  " + text);
        messages.flush();
    }

    /** Tells that a measurement went wrong; all of it goes to a file. */
    void failed(Exception failure) {
        Path log = folder.resolve("failures.log");
        progress("went wrong: " + failure.getMessage() + " (details: " + log + ")");
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        try {
            Files.writeString(log, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            progress("the details cannot be written: " + unwritable.getMessage());
        }
    }
}
