package dev.hawser.gateway.thread;

import dev.hawser.contract.limit.Limits;
import dev.hawser.gateway.problem.ProblemException;
import java.util.Optional;

/**
 * Body of {@code POST /api/threads}.
 *
 * @param id the client's own id, so that a retry is no second thread
 */
record NewThread(Optional<String> title, Optional<String> id, Optional<ThreadPolicy> policy) {

    static final NewThread EMPTY = new NewThread(Optional.empty(), Optional.empty(), Optional.empty());

    NewThread {
        title.ifPresent(NewThread::checkTitle);
    }

    static void checkTitle(String title) {
        if (title.isBlank() || title.length() > Limits.TITLE_CHARS) {
            throw ProblemException.invalid("title has 1 to " + Limits.TITLE_CHARS + " characters.");
        }
    }
}
