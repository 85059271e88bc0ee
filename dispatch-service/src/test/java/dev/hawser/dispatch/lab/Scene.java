package dev.hawser.dispatch.lab;

import dev.hawser.contract.work.WorkItem;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One owner, one thread, one desktop that is online: where most tests begin. */
public abstract class Scene {

    @Inject
    protected Lab lab;

    protected Owner owner;
    protected String thread;
    protected Desktop desktop;

    @BeforeEach
    void anOwnerWithAThreadAndADesktopOnline() {
        lab.awaitReady();
        owner = lab.owner();
        thread = lab.thread(owner);
        desktop = Desktop.online(owner.link());
    }

    @AfterEach
    void theDesktopGoesOffline() {
        desktop.close();
    }

    /** Posts a message and waits until its work item has arrived and the attempt counts. */
    protected WorkItem started() {
        lab.post(owner.message(thread, "hello"));
        WorkItem item = desktop.nextItem();
        lab.awaitConfirmed(item.runId());
        return item;
    }
}
