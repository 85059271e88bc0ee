/** One open thread: its turns, its tail, and what is sent to it. */
import type { Api } from "../api/client";
import { newClientId } from "../api/client-id";
import { asProblem, Problem } from "../api/problem";
import type { LoggedRecord, RunDetail, WatchedEvent } from "../api/types";
import { BackOff } from "../stream/back-off";
import type { Chunk } from "../stream/fold/chunk";
import { Tail, type TailSink } from "../stream/tail";
import { postPatiently, type Unsent } from "./posting";
import { Settling } from "./settling";
import { Store } from "./store";
import type { Turn } from "./turn";
import { Turns } from "./turns";

export interface ConversationView {
  turns: Turn[];
  isLoaded: boolean;
  isConnected: boolean;
  isPosting: boolean;
  problem: Problem | undefined;
  /** The thread cannot be shown at all. */
  failure: Problem | undefined;
}

/** What a conversation tells the rest of the console. */
export interface ConversationListener {
  /** Something happened that changes the list of threads. */
  onActivity(): void;
  onSignedOut(): void;
}

export class Conversation implements TailSink {
  readonly view = new Store<ConversationView>({
    turns: [],
    isLoaded: false,
    isConnected: true,
    isPosting: false,
    problem: undefined,
    failure: undefined,
  });
  private readonly closing = new AbortController();
  private readonly turns = new Turns();
  private readonly tail: Tail;
  private readonly settling: Settling;
  private followed: string | undefined;
  private unsent: Unsent | undefined;

  constructor(
    private readonly api: Api,
    readonly thread: string,
    private readonly listener: ConversationListener,
  ) {
    this.tail = new Tail(api, thread, this);
    this.settling = new Settling(api, this.turns, this.closing.signal, {
      refresh: () => this.refresh(),
      wakeTail: () => this.tail.wake(),
      show: () => this.show(),
      onActivity: () => listener.onActivity(),
      onSignedOut: () => listener.onSignedOut(),
    });
  }

  /** Reads what is stored, then follows what is answered now: in this order no part is missed or shown twice. */
  async open(): Promise<void> {
    const backOff = new BackOff();
    while (!this.closing.signal.aborted && !this.view.value.isLoaded) {
      try {
        await this.refresh();
        this.view.patch({ isLoaded: true, isConnected: true });
        this.tail.wake();
        void this.settling.explainFailures();
      } catch (failure) {
        if (!(failure instanceof Problem) || !failure.isTransient) {
          this.failed(asProblem(failure));
          return;
        }
        this.view.patch({ isConnected: false });
        await backOff.wait(this.closing.signal);
      }
    }
  }

  close(): void {
    this.closing.abort();
    this.tail.stop();
  }

  /** The list says that the thread is busy, for instance by a message from another window. */
  noticeActivity(): void {
    if (this.view.value.isLoaded && this.view.value.failure === undefined) {
      this.tail.wake();
    }
  }

  /** Something happened to the thread, here or in another window. */
  happened(event: WatchedEvent): void {
    if (!this.view.value.isLoaded || this.view.value.failure !== undefined) {
      return;
    }
    switch (event.type) {
      case "run.queued":
        void this.refresh().catch(() => undefined);
        this.tail.wake();
        return;
      case "run.settled":
        if (event.runId !== undefined) {
          void this.settling.settle(event.runId);
        }
        return;
      case "run.offered":
      case "run.started":
        this.tail.wake();
        return;
      default:
        return;
    }
  }

  /** Posts a message; true once it is accepted. A retry of the same text carries the same id. */
  async send(text: string): Promise<boolean> {
    if (this.view.value.isPosting) {
      return false;
    }
    const message = this.unsent?.text === text ? this.unsent : { id: newClientId(), text };
    this.unsent = message;
    this.view.patch({ isPosting: true, problem: undefined });
    try {
      const accepted = await postPatiently(this.api, this.thread, message, this.closing.signal);
      this.unsent = undefined;
      const turn = this.turns.of(accepted.runId);
      if (turn.question.length === 0) {
        turn.question = [{ type: "text", text }];
      }
      this.tail.wake();
      this.listener.onActivity();
      return true;
    } catch (failure) {
      this.refused(asProblem(failure));
      return false;
    } finally {
      this.view.patch({ isPosting: false });
      this.show();
    }
  }

  /** Stops what is answered now, or else what waits first. */
  async stop(): Promise<void> {
    const turn = this.stoppable();
    if (turn === undefined) {
      return;
    }
    turn.requestStop();
    this.show();
    try {
      await this.api.cancelRun(turn.run);
      void this.settling.settle(turn.run);
    } catch (failure) {
      turn.isStopping = false;
      turn.version++;
      this.refused(asProblem(failure));
    }
  }

  /** Has a message answered again. The turn is the new run's from the moment at which that is accepted. */
  async retry(turn: Turn): Promise<void> {
    await this.change(turn, async () => {
      const { runId } = await this.api.retryRun(turn.run);
      this.turns.replace(turn, runId);
      this.tail.wake();
      this.listener.onActivity();
    });
  }

  /** Takes a message from the queue, unless it is answered already. */
  async remove(turn: Turn): Promise<void> {
    await this.change(turn, async () => {
      await this.api.removeRun(turn.run);
      void this.settling.settle(turn.run);
    });
  }

  /** What happened to the run of a turn. */
  inspect(turn: Turn): Promise<{ run: RunDetail; records: LoggedRecord[] }> {
    return this.api.inspectRun(turn.run);
  }

  private async change(turn: Turn, action: () => Promise<void>): Promise<void> {
    if (turn.isChanging) {
      return;
    }
    turn.setChanging(true);
    this.view.patch({ problem: undefined });
    this.show();
    try {
      await action();
    } catch (failure) {
      this.refused(asProblem(failure));
    } finally {
      turn.setChanging(false);
      this.show();
    }
  }

  /** The first turn that is not over. */
  stoppable(): Turn | undefined {
    return this.view.value.turns.find((turn) => !turn.isOver);
  }

  chunk(run: string, chunk: Chunk): void {
    const turn = this.turns.of(run);
    turn.takeChunk(chunk);
    if (this.followed !== run) {
      this.followed = run;
      this.listener.onActivity();
      void this.settling.before(turn);
    }
    this.show();
  }

  restarted(run: string): void {
    this.turns.of(run).restart();
    this.show();
  }

  done(run: string | undefined): void {
    if (run !== undefined) {
      this.turns.of(run).takeState("settling");
      void this.settling.settle(run);
    } else {
      void this.settling.all();
    }
    this.show();
  }

  idle(): void {
    void this.settling.all();
  }

  connected(isConnected: boolean): void {
    if (this.view.value.isConnected !== isConnected) {
      this.view.patch({ isConnected });
    }
  }

  failed(problem: Problem): void {
    if (problem.status === 401) {
      this.listener.onSignedOut();
    } else {
      this.view.patch({ failure: problem });
    }
  }

  private async refresh(): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.api.messages(this.thread, cursor);
      page.messages.forEach((message) => this.turns.take(message));
      cursor = page.nextCursor;
    } while (cursor !== undefined && !this.closing.signal.aborted);
    this.show();
  }

  private show(): void {
    this.view.patch({ turns: this.turns.inOrder() });
  }

  private refused(problem: Problem): void {
    if (problem.status === 401) {
      this.listener.onSignedOut();
    }
    this.view.patch({ problem });
  }
}
