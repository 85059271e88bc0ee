/** One question with its answer, and how the run that answers it stands. */
import { isOver, type MessageView, type Part, type RunState } from "../api/types";
import type { Chunk } from "../stream/fold/chunk";
import { MessageFold } from "../stream/fold/message-fold";

export class Turn {
  state: RunState;
  question: Part[] = [];
  /** Decides the order: turns are shown as their messages were accepted. */
  position: number;
  isStopping = false;
  /** A retry or a removal is on its way. */
  isChanging = false;
  errorCode: string | undefined;
  errorText: string | undefined;
  /** Rises with each change, so that views redraw only what changed. */
  version = 0;
  private stored: Part[] | undefined;
  private live = new MessageFold();

  constructor(
    readonly run: string,
    state: RunState,
    position: number,
  ) {
    this.state = state;
    this.position = position;
  }

  /** The answer as it is stored, else as far as it was streamed. */
  get answer(): Part[] {
    return this.stored ?? this.live.parts;
  }

  /** What the program reported while it answered. */
  get liveError(): string | undefined {
    return this.live.error;
  }

  get isOver(): boolean {
    return isOver(this.state);
  }

  /** True if nothing about the turn has to be asked any more. */
  get isComplete(): boolean {
    return this.isOver && (this.state === "failed" ? this.errorCode !== undefined : true) && this.hasAnswer;
  }

  private get hasAnswer(): boolean {
    return this.state !== "succeeded" || this.stored !== undefined;
  }

  /** Takes a message of the list: the question, or the stored answer. */
  takeMessage(message: MessageView): void {
    if (message.role === "user") {
      this.question = message.parts;
      this.position = message.position;
    } else {
      this.stored = message.parts;
    }
    if (message.runState !== undefined) {
      this.takeState(message.runState);
    }
    this.version++;
  }

  /** Takes a state; a run that is over stays over. */
  takeState(state: RunState): void {
    if (!this.isOver && this.state !== state) {
      this.state = state;
      this.version++;
    }
  }

  takeFailure(code: string, text: string | undefined): void {
    this.errorCode = code;
    this.errorText = text;
    this.version++;
  }

  /** Takes a chunk of the tail. */
  takeChunk(chunk: Chunk): void {
    if (this.stored === undefined) {
      this.live.add(chunk);
      this.takeState("running");
    }
    this.version++;
  }

  /** Forgets what was streamed. */
  restart(): void {
    this.live = new MessageFold();
    this.version++;
  }

  setChanging(isChanging: boolean): void {
    this.isChanging = isChanging;
    this.version++;
  }

  requestStop(): void {
    this.isStopping = true;
    this.version++;
  }
}
