/** Asks how runs ended, until that is known and their answers are stored. */
import type { Api } from "../api/client";
import { Problem } from "../api/problem";
import { BackOff } from "../stream/back-off";
import type { Turn } from "./turn";
import type { Turns } from "./turns";

/** What it needs of the conversation. */
export interface SettlingHost {
  /** Reads the stored messages again. */
  refresh(): Promise<void>;
  wakeTail(): void;
  show(): void;
  onActivity(): void;
  onSignedOut(): void;
}

export class Settling {
  private readonly asked = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly turns: Turns,
    private readonly signal: AbortSignal,
    private readonly host: SettlingHost,
  ) {}

  /** Asks after every turn that is not complete. */
  async all(): Promise<void> {
    await this.host.refresh().catch(() => undefined);
    for (const turn of this.turns.inOrder()) {
      if (!turn.isComplete) {
        await this.settle(turn.run);
      }
    }
  }

  /** Turns before the one that is answered now are over, whatever was read of them earlier. */
  async before(answered: Turn): Promise<void> {
    await this.host.refresh().catch(() => undefined);
    for (const turn of this.turns.inOrder()) {
      if (turn.position < answered.position && !turn.isComplete) {
        await this.settle(turn.run);
      }
    }
  }

  /** Asks why failed turns failed. */
  async explainFailures(): Promise<void> {
    for (const turn of this.turns.inOrder()) {
      if (turn.state === "failed" && !turn.isComplete) {
        await this.settle(turn.run);
      }
    }
  }

  /** Asks until the run is over and its answer is stored. */
  async settle(run: string): Promise<void> {
    if (this.asked.has(run)) {
      return;
    }
    this.asked.add(run);
    const backOff = new BackOff();
    try {
      while (!this.signal.aborted && !(await this.settled(run))) {
        await backOff.wait(this.signal);
      }
    } finally {
      this.asked.delete(run);
      this.host.onActivity();
    }
  }

  private async settled(run: string): Promise<boolean> {
    if (this.turns.isReplaced(run)) {
      return true;
    }
    const turn = this.turns.of(run);
    try {
      const view = await this.api.run(run);
      turn.takeState(view.state);
      if (view.state === "failed") {
        turn.takeFailure(view.errorCode ?? "internal", view.errorText);
      }
      if (turn.isOver) {
        await this.host.refresh();
      } else {
        this.host.wakeTail();
      }
      return turn.isOver;
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401) {
        this.host.onSignedOut();
        return true;
      }
      return failure instanceof Problem && failure.status === 404 && turn.isOver;
    } finally {
      this.host.show();
    }
  }
}
