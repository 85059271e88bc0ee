/** Hears what happens to threads, runs and links, resumed after each interruption from the last event that arrived. */
import type { Api } from "../api/client";
import { Problem } from "../api/problem";
import type { WatchedEvent } from "../api/types";
import { BackOff } from "./back-off";
import { readEvents, type ServerEvent } from "./sse";

/** Three keepalives of the gateway. */
const SILENCE_MILLIS = 30_000;
const READY = "ready";
const RESET = "reset";

export interface WatchSink {
  /** Something happened. */
  happened(event: WatchedEvent): void;
  /** What happened until now may have been missed: fetch anew. */
  missed(): void;
  /** Events arrive, or do not. */
  watching(isWatching: boolean): void;
}

export class Watch {
  private stopping: AbortController | undefined;
  private last: string | undefined;
  private readonly backOff = new BackOff();

  constructor(
    private readonly api: Api,
    private readonly sink: WatchSink,
  ) {}

  start(): void {
    if (this.stopping === undefined) {
      this.stopping = new AbortController();
      void this.follow(this.stopping.signal);
    }
  }

  stop(): void {
    this.stopping?.abort();
    this.stopping = undefined;
    this.last = undefined;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.response(signal);
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 401) {
          this.stop();
        }
      }
      if (!signal.aborted) {
        this.sink.watching(false);
        await this.backOff.wait(signal);
      }
    }
  }

  private async response(signal: AbortSignal): Promise<void> {
    const response = await this.api.watch(this.last, signal);
    for await (const events of readEvents(response, SILENCE_MILLIS)) {
      if (signal.aborted) {
        return;
      }
      events.forEach((event) => this.take(event));
    }
  }

  private take(event: ServerEvent): void {
    const isFirst = this.last === undefined;
    this.last = event.id ?? this.last;
    if (event.type === READY || event.type === RESET) {
      this.backOff.reset();
      this.sink.watching(true);
      if (event.type === RESET || isFirst) {
        this.sink.missed();
      }
    } else {
      this.sink.happened(JSON.parse(event.data) as WatchedEvent);
    }
  }
}
