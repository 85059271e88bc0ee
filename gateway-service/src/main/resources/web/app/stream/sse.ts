/** Server-sent events over fetch: unlike EventSource it can start from a cursor and see the status of an answer. */

export interface ServerEvent {
  id: string | undefined;
  /** Empty for an event without a name. */
  type: string;
  data: string;
}

/** Turns pieces of text, cut anywhere, into events (WHATWG HTML, 9.2.6). */
export class EventParser {
  private buffer = "";
  private scanned = 0;
  private data: string[] = [];
  private id: string | undefined;
  private type = "";

  /** The events that are complete with this piece. */
  push(piece: string): ServerEvent[] {
    this.buffer += piece;
    const events: ServerEvent[] = [];
    let start = 0;
    for (;;) {
      const end = this.endOfLine(Math.max(start, this.scanned));
      if (end === undefined) {
        break;
      }
      const event = this.line(this.buffer.slice(start, end.at));
      if (event !== undefined) {
        events.push(event);
      }
      start = end.next;
    }
    this.buffer = this.buffer.slice(start);
    this.scanned = this.buffer.endsWith("\r") ? this.buffer.length - 1 : this.buffer.length;
    return events;
  }

  private endOfLine(from: number): { at: number; next: number } | undefined {
    for (let i = from; i < this.buffer.length; i++) {
      const char = this.buffer.charCodeAt(i);
      if (char === 10) {
        return { at: i, next: i + 1 };
      }
      if (char === 13 && i + 1 < this.buffer.length) {
        return { at: i, next: this.buffer.charCodeAt(i + 1) === 10 ? i + 2 : i + 1 };
      }
    }
    return undefined;
  }

  private line(line: string): ServerEvent | undefined {
    if (line === "") {
      return this.dispatch();
    }
    const colon = line.indexOf(":");
    if (colon === 0) {
      return undefined;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) {
      value = value.slice(1);
    }
    if (field === "data") {
      this.data.push(value);
    } else if (field === "event") {
      this.type = value;
    } else if (field === "id" && !value.includes("\0")) {
      this.id = value;
    }
    return undefined;
  }

  private dispatch(): ServerEvent | undefined {
    const event = this.data.length === 0 ? undefined : { id: this.id, type: this.type, data: this.data.join("\n") };
    this.data = [];
    this.id = undefined;
    this.type = "";
    return event;
  }
}

/** Thrown when a response says nothing for too long, not even a keepalive. */
export class SilentStreamError extends Error {}

/** Reads a response to its end; it ends as well when the signal aborts, and fails when it is silent for too long. */
export async function* readEvents(response: Response, silenceMillis: number): AsyncGenerator<ServerEvent[]> {
  if (response.body === null) {
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { value, done } = await within(reader.read(), silenceMillis);
      if (done) {
        return;
      }
      const events = parser.push(decoder.decode(value, { stream: true }));
      if (events.length > 0) {
        yield events;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function within<T>(promise: Promise<T>, millis: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilentStreamError()), millis);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
