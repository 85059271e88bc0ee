/** The turns of a thread by the runs that answer them; a message that is answered again is one turn, of its newest run. */
import type { MessageView } from "../api/types";
import { Turn } from "./turn";

export class Turns {
  private readonly byRun = new Map<string, Turn>();
  /** The run that answers the message of a run again. */
  private readonly retries = new Map<string, string>();

  /** The turn of a run, which is made if it is new. */
  of(run: string): Turn {
    const known = this.byRun.get(run);
    if (known !== undefined) {
      return known;
    }
    const turn = new Turn(run, "queued", Number.MAX_SAFE_INTEGER);
    this.byRun.set(run, turn);
    return turn;
  }

  /** All of them, as their messages were accepted. */
  inOrder(): Turn[] {
    return [...this.byRun.values()].sort((a, b) => a.position - b.position);
  }

  /** True for a run whose message another run answers now. */
  isReplaced(run: string): boolean {
    return this.retries.has(run);
  }

  /** The turn is another run's from now on. */
  replace(turn: Turn, run: string): void {
    this.retries.set(turn.run, run);
    const again = this.of(run);
    again.question = turn.question;
    again.position = turn.position;
    again.version++;
    this.byRun.delete(turn.run);
  }

  /** Takes a message of the list, which may not know of a retry yet. */
  take(message: MessageView): void {
    if (this.isReplaced(message.runId)) {
      return;
    }
    if (message.role === "user") {
      this.forgetOthersAt(message);
    }
    this.of(message.runId).takeMessage(message);
  }

  /** A message that was answered again in another window is another run's now. */
  private forgetOthersAt(message: MessageView): void {
    for (const turn of this.byRun.values()) {
      if (turn.position === message.position && turn.run !== message.runId) {
        this.byRun.delete(turn.run);
      }
    }
  }
}
