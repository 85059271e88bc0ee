/** The gateway's HTTP API. Every failure is a Problem. */
import { Problem } from "./problem";
import type { LinkView, LoggedRecord, Me, MessagePage, PostMessageAnswer, RunDetail, RunView, ThreadPage, ThreadView } from "./types";

const TIMEOUT_MILLIS = 15_000;
const PAGE = 200;

export class Api {
  me(): Promise<Me> {
    return this.json("GET", "/api/me");
  }

  async signOut(): Promise<void> {
    await this.send("POST", "/api/sign-out");
  }

  threads(cursor?: string): Promise<ThreadPage> {
    return this.json("GET", `/api/threads${query({ cursor })}`);
  }

  /** Creates a thread; a second call with the same client id answers the same thread. */
  createThread(clientId: string): Promise<ThreadView> {
    return this.json("POST", "/api/threads", { id: clientId });
  }

  thread(id: string): Promise<ThreadView> {
    return this.json("GET", `/api/threads/${encodeURIComponent(id)}`);
  }

  messages(thread: string, cursor?: string): Promise<MessagePage> {
    return this.json("GET", `/api/threads/${encodeURIComponent(thread)}/messages${query({ limit: String(PAGE), cursor })}`);
  }

  /** Posts a message; a second call with the same client id and text is no second message. */
  postMessage(thread: string, clientId: string, text: string): Promise<PostMessageAnswer> {
    return this.json("POST", `/api/threads/${encodeURIComponent(thread)}/messages`, {
      id: clientId,
      parts: [{ type: "text", text }],
    });
  }

  run(id: string): Promise<RunView> {
    return this.json("GET", `/api/runs/${encodeURIComponent(id)}`);
  }

  /** A run with its attempts, and the first of what is in its log. */
  async inspectRun(id: string): Promise<{ run: RunDetail; records: LoggedRecord[] }> {
    const path = `/api/runs/${encodeURIComponent(id)}`;
    const [run, page] = await Promise.all([
      this.json<RunDetail>("GET", path),
      this.json<{ records: LoggedRecord[] }>("GET", `${path}/records${query({ limit: String(PAGE) })}`),
    ]);
    return { run, records: page.records };
  }

  async cancelRun(id: string): Promise<void> {
    await this.send("POST", `/api/runs/${encodeURIComponent(id)}/cancel`);
  }

  /** Has the message of a run that is over answered again; asked twice, it is one retry. */
  retryRun(id: string): Promise<PostMessageAnswer> {
    return this.json("POST", `/api/runs/${encodeURIComponent(id)}/retry`);
  }

  /** Takes a run from its queue. */
  async removeRun(id: string): Promise<void> {
    await this.send("DELETE", `/api/runs/${encodeURIComponent(id)}`);
  }

  async links(): Promise<LinkView[]> {
    const answer = await this.json<{ links: LinkView[] }>("GET", "/api/links/me");
    return answer.links;
  }

  /** Opens the tail of a thread, from a cursor or from the start of what is answered now; 204: nothing is. */
  tail(thread: string, cursor: string | undefined, signal: AbortSignal): Promise<Response> {
    return this.stream(`/api/threads/${encodeURIComponent(thread)}/stream`, cursor, signal);
  }

  /** Opens the watch: what happens to the caller's threads, runs and links, from a cursor or from now on. */
  watch(cursor: string | undefined, signal: AbortSignal): Promise<Response> {
    return this.stream("/api/watch", cursor, signal);
  }

  private async stream(path: string, cursor: string | undefined, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (cursor !== undefined) {
      headers["Last-Event-ID"] = cursor;
    }
    return checked(await fetch(path, { headers, signal, cache: "no-store" }).catch(unreachable));
  }

  private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    return (await response.json().catch(unreachable)) as T;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    const init: RequestInit = { method, signal: AbortSignal.timeout(TIMEOUT_MILLIS), cache: "no-store" };
    if (body !== undefined) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    return checked(await fetch(path, init).catch(unreachable));
  }
}

async function checked(response: Response): Promise<Response> {
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response;
}

function unreachable(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === "AbortError") {
    throw cause;
  }
  throw Problem.unreachable();
}

function query(values: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) {
      search.set(name, value);
    }
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
