/** Follows a thread: one response per run, resumed after each interruption from the last event that arrived. */
import type { Api } from "../api/client";
import { Problem } from "../api/problem";
import { BackOff } from "./back-off";
import { isAfter, parseCursor, type Cursor } from "./cursor";
import { RESTART, type Chunk } from "./fold/chunk";
import { readEvents, type ServerEvent } from "./sse";

/** Three keepalives of the gateway. */
const SILENCE_MILLIS = 30_000;
const DONE = "[DONE]";

export interface TailSink {
  /** A chunk that was not seen before. */
  chunk(run: string, chunk: Chunk): void;
  /** What a run has said so far does not count any more. */
  restarted(run: string): void;
  /** A run has said all that it will say. */
  done(run: string | undefined): void;
  /** Nothing is queued or answered. */
  idle(): void;
  /** The connection was lost, or is there again. */
  connected(isConnected: boolean): void;
  /** The tail cannot go on: signed out, or the thread is gone. */
  failed(problem: Problem): void;
}

export class Tail {
  private stopping = new AbortController();
  private running = false;
  private wanted = false;
  private last: Cursor | undefined;
  private readonly backOff = new BackOff();

  constructor(
    private readonly api: Api,
    private readonly thread: string,
    private readonly sink: TailSink,
  ) {}

  /** Follows until the thread is idle; called while it does, it looks once more before it rests. */
  wake(): void {
    this.wanted = true;
    if (!this.running && !this.stopping.signal.aborted) {
      void this.follow();
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private async follow(): Promise<void> {
    this.running = true;
    try {
      while (this.wanted && !this.stopping.signal.aborted) {
        this.wanted = false;
        this.wanted = (await this.attempt()) || this.wanted;
      }
    } finally {
      this.running = false; // in one step with the last look at what is wanted: no call of wake() gets lost between
    }
  }

  /** Reads one response, or waits after a failure; true if there may be another one. */
  private async attempt(): Promise<boolean> {
    try {
      return await this.response();
    } catch (failure) {
      if (this.stopping.signal.aborted) {
        return false;
      }
      if (failure instanceof Problem && !failure.isTransient && failure.status !== 500) {
        this.sink.failed(failure);
        return false;
      }
      this.sink.connected(false);
      await this.backOff.wait(this.stopping.signal);
      return true;
    }
  }

  /** Reads one response; true if there may be another one. */
  private async response(): Promise<boolean> {
    const response = await this.api.tail(this.thread, this.last?.text, this.stopping.signal);
    this.sink.connected(true);
    if (response.status === 204) {
      this.backOff.reset();
      this.sink.idle();
      return false;
    }
    const before = this.last;
    let isDone = false;
    for await (const events of readEvents(response, SILENCE_MILLIS)) {
      for (const event of events) {
        isDone = this.event(event) || isDone;
      }
    }
    if (this.last !== before) {
      this.backOff.reset();
    }
    if (isDone) {
      this.sink.done(this.last?.run);
    }
    if (!isDone || this.last === before) {
      await this.backOff.wait(this.stopping.signal);
    }
    return true;
  }

  /** Takes one event; true if it is the end of a run. */
  private event(event: ServerEvent): boolean {
    const cursor = parseCursor(event.id);
    if (event.data === DONE) {
      this.last = cursor ?? this.last;
      return true;
    }
    if (cursor === undefined) {
      return false;
    }
    const chunk = JSON.parse(event.data) as Chunk;
    if (chunk.type === RESTART) {
      this.last = cursor;
      this.sink.restarted(cursor.run);
    } else if (this.last === undefined || this.last.run !== cursor.run || isAfter(cursor, this.last)) {
      this.last = cursor;
      this.sink.chunk(cursor.run, chunk);
    }
    return false;
  }
}
