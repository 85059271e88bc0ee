package dev.hawser.launcher.report;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.folder.StackFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks what a stack needs on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks what Hawser needs on this machine and says how to mend what is missing.",
            "Exits with 0 when nothing is wrong, else with 1."
        },
        footer = {"", "Example:", "  ./hawser doctor"})
public final class DoctorCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    public DoctorCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new Examination(folder, System.getenv()).findings();
        for (Finding finding : findings) {
            out.printf("%-4s %-12s %s%n", finding.isFine() ? "ok" : "BAD", finding.subject(), finding.seen());
            finding.remedy().ifPresent(remedy -> out.println("                  " + remedy));
        }
        out.flush();
        return (findings.stream().allMatch(Finding::isFine) ? ExitCode.OK : ExitCode.FAILURE).number();
    }
}
