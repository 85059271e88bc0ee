package dev.hawser.harness.echo;

import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.Cancellation;
import dev.hawser.harness.Harness;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessRun;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.HarnessThread;
import dev.hawser.harness.UserText;
import java.util.Iterator;

/** Answers with the text of the message, word by word, or as the hints in it say; see {@link EchoScript}. */
public final class EchoHarness implements Harness {

    @Override
    public HarnessRun start(WorkItem item, HarnessSink sink) {
        EchoScript script = EchoScript.of(UserText.of(item.message()));
        return HarnessThread.start("echo-" + item.runId(), cancellation -> play(script, sink, cancellation));
    }

    private static HarnessEnd play(EchoScript script, HarnessSink sink, Cancellation cancellation)
            throws InterruptedException {
        Iterator<String> pieces = script.iterator();
        while (pieces.hasNext()) {
            if (cancellation.requestedWithin(script.pause())) {
                return new HarnessEnd.Cancelled();
            }
            sink.text(pieces.next());
        }
        return new HarnessEnd.Succeeded();
    }
}
