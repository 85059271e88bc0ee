/** The whole console: who is signed in, the threads, the desktops, and which thread is open. */
import type { Api } from "../api/client";
import { newClientId } from "../api/client-id";
import { asProblem, Problem } from "../api/problem";
import type { LinkView, Me, ThreadView, WatchedEvent } from "../api/types";
import { BackOff } from "../stream/back-off";
import { Watch, type WatchSink } from "../stream/watch";
import { Conversation, type ConversationListener } from "./conversation";
import { Poller } from "./poller";
import { openThread, threadInAddress } from "./route";
import { Store } from "./store";

export type Session = "checking" | "signed-in" | "signed-out" | "unreachable";

export interface ThreadList {
  threads: ThreadView[];
  nextCursor: string | undefined;
  isLoaded: boolean;
}

export interface Draft {
  isPosting: boolean;
  problem: Problem | undefined;
}

/** Without the watch, and what the watch does not tell: how far away a desktop is. */
const POLL_MILLIS = 5_000;
/** With the watch: only in case it lost something. */
const CHECK_MILLIS = 60_000;

export class Console implements ConversationListener, WatchSink {
  readonly session = new Store<{ state: Session; me: Me | undefined }>({ state: "checking", me: undefined });
  readonly threads = new Store<ThreadList>({ threads: [], nextCursor: undefined, isLoaded: false });
  readonly links = new Store<LinkView[] | undefined>(undefined);
  /** The open thread; undefined: a new one is about to be started. */
  readonly conversation = new Store<Conversation | undefined>(undefined);
  readonly draft = new Store<Draft>({ isPosting: false, problem: undefined });
  /** Whether events arrive; without them the console asks. */
  readonly isWatching = new Store<boolean>(false);
  private readonly threadPoll = new Poller(POLL_MILLIS, () => this.pollThreads());
  private readonly linkPoll = new Poller(POLL_MILLIS, () => this.pollLinks());
  private draftThread: string | undefined;
  private drafted: Conversation | undefined;

  private readonly watch: Watch;

  constructor(private readonly api: Api) {
    this.watch = new Watch(api, this);
  }

  start(): void {
    window.addEventListener("hashchange", () => this.followAddress());
    void this.signIn();
  }

  /** Asks who is signed in, and goes on if somebody is. */
  async signIn(): Promise<void> {
    const backOff = new BackOff();
    const forever = new AbortController().signal;
    for (;;) {
      try {
        const me = await this.api.me();
        this.session.set({ state: "signed-in", me });
        this.threadPoll.start();
        this.linkPoll.start();
        this.watch.start();
        this.followAddress();
        return;
      } catch (failure) {
        if (asProblem(failure).status === 401) {
          this.onSignedOut();
          return;
        }
        this.session.patch({ state: "unreachable" });
        await backOff.wait(forever);
      }
    }
  }

  async signOut(): Promise<void> {
    await this.api.signOut().catch(() => undefined);
    this.onSignedOut();
  }

  onSignedOut(): void {
    this.watch.stop();
    this.watching(false);
    this.threadPoll.stop();
    this.linkPoll.stop();
    this.conversation.value?.close();
    this.conversation.set(undefined);
    this.threads.set({ threads: [], nextCursor: undefined, isLoaded: false });
    this.links.set(undefined);
    this.session.set({ state: "signed-out", me: undefined });
  }

  onActivity(): void {
    this.threadPoll.now();
  }

  happened(event: WatchedEvent): void {
    if (event.type.startsWith("link.")) {
      this.linkPoll.now();
    } else {
      this.threadPoll.now();
    }
    const open = this.conversation.value;
    if (open !== undefined && event.threadId === open.thread) {
      open.happened(event);
    }
  }

  missed(): void {
    this.threadPoll.now();
    this.linkPoll.now();
    this.conversation.value?.noticeActivity();
  }

  watching(isWatching: boolean): void {
    this.threadPoll.every(isWatching ? CHECK_MILLIS : POLL_MILLIS);
    if (this.isWatching.value !== isWatching) {
      this.isWatching.set(isWatching);
    }
  }

  /** Starts a thread with its first message; true once the message is accepted. A retry makes no second of either. */
  async startThread(text: string): Promise<boolean> {
    if (this.draft.value.isPosting) {
      return false;
    }
    this.draft.set({ isPosting: true, problem: undefined });
    try {
      const conversation = await this.draftConversation();
      if (!(await conversation.send(text))) {
        throw conversation.view.value.problem ?? Problem.unreachable();
      }
      this.draftThread = undefined;
      this.drafted = undefined;
      this.draft.set({ isPosting: false, problem: undefined });
      this.show(conversation);
      openThread(conversation.thread);
      return true;
    } catch (failure) {
      this.draft.set({ isPosting: false, problem: asProblem(failure) });
      this.polled(failure);
      return false;
    }
  }

  private async draftConversation(): Promise<Conversation> {
    this.draftThread ??= newClientId();
    const thread = await this.api.createThread(this.draftThread);
    if (this.drafted?.thread !== thread.id) {
      this.drafted = new Conversation(this.api, thread.id, this);
    }
    return this.drafted;
  }

  async moreThreads(): Promise<void> {
    const { nextCursor } = this.threads.value;
    if (nextCursor !== undefined) {
      const page = await this.api.threads(nextCursor).catch(() => undefined);
      if (page !== undefined) {
        const known = new Set(this.threads.value.threads.map((thread) => thread.id));
        const more = page.threads.filter((thread) => !known.has(thread.id));
        this.threads.patch({ threads: [...this.threads.value.threads, ...more], nextCursor: page.nextCursor });
      }
    }
  }

  private followAddress(): void {
    if (this.session.value.state !== "signed-in") {
      return;
    }
    const thread = threadInAddress();
    if (thread !== this.conversation.value?.thread) {
      this.show(thread === undefined ? undefined : new Conversation(this.api, thread, this));
    }
  }

  private show(conversation: Conversation | undefined): void {
    this.conversation.value?.close();
    this.conversation.set(conversation);
    void conversation?.open();
  }

  private async pollThreads(): Promise<void> {
    try {
      const page = await this.api.threads();
      const fresh = new Set(page.threads.map((thread) => thread.id));
      const older = page.nextCursor === undefined ? [] : this.threads.value.threads.filter((thread) => !fresh.has(thread.id) && isOlder(thread, page.threads));
      const nextCursor = older.length > 0 ? this.threads.value.nextCursor : page.nextCursor;
      this.threads.set({ threads: [...page.threads, ...older], nextCursor, isLoaded: true });
      this.wakeOpenThread(page.threads);
    } catch (failure) {
      this.polled(failure);
    }
  }

  private wakeOpenThread(threads: ThreadView[]): void {
    const open = this.conversation.value;
    if (open !== undefined && threads.some((thread) => thread.id === open.thread && thread.status !== "idle")) {
      open.noticeActivity();
    }
  }

  private async pollLinks(): Promise<void> {
    try {
      this.links.set(await this.api.links());
    } catch (failure) {
      this.polled(failure);
      this.links.set(undefined);
    }
  }

  private polled(failure: unknown): void {
    if (asProblem(failure).status === 401) {
      this.onSignedOut();
    }
  }
}

/** True for a thread that stands below a full first page: one above it that is missing there was deleted. */
function isOlder(thread: ThreadView, page: ThreadView[]): boolean {
  const last = page[page.length - 1];
  return last !== undefined && thread.lastActivityAt < last.lastActivityAt;
}
