/** The page: sign-in, or threads beside the open one. */
import type { Console } from "../state/console";
import type { Conversation, ConversationView } from "../state/conversation";
import { strings } from "../strings";
import { Composer } from "./composer";
import { ConversationPane } from "./conversation";
import { DesktopIndicator } from "./desktop";
import { element, setAttribute, setHidden, setText } from "./dom";
import { signInView } from "./sign-in";
import { ThreadListView } from "./thread-list";

export function mountShell(root: HTMLElement, app: Console): void {
  const signIn = signInView(() => void app.signIn());
  const waiting = element("p", { class: "waiting", role: "status", "data-testid": "waiting" }, strings.loading);
  const workspace = new Workspace(app);
  root.append(waiting, signIn, workspace.root);
  app.session.watch(({ state, me }) => {
    setHidden(waiting, state !== "checking" && state !== "unreachable");
    setText(waiting, state === "unreachable" ? strings.problems.unreachable : strings.loading);
    setHidden(signIn, state !== "signed-out");
    workspace.show(state === "signed-in", me?.display ?? "");
  });
}

class Workspace {
  readonly root: HTMLElement;
  private readonly heading = element("h1", { class: "thread-heading", dir: "auto", "data-testid": "thread-heading" });
  private readonly person = element("span", { class: "person", dir: "auto", "data-testid": "person" });
  private readonly toggle = element("button", {
    type: "button",
    class: "quiet toggle",
    "aria-controls": "sidebar",
    "data-testid": "threads-toggle",
  });
  private readonly list: ThreadListView;
  private readonly pane: ConversationPane;
  private readonly composer: Composer;
  private readonly desktop = new DesktopIndicator();

  constructor(private readonly app: Console) {
    this.list = new ThreadListView(() => void app.moreThreads());
    this.pane = new ConversationPane((view) => this.showComposer(view));
    this.composer = new Composer({
      send: (text) => this.send(text),
      stop: () => void app.conversation.value?.stop(),
    });
    this.root = element("div", { class: "workspace", "data-testid": "workspace" }, skipLink(this.composer), this.sidebar(), this.main());
    this.toggle.addEventListener("click", () => this.showSidebar(!this.isSidebarShown));
    this.showSidebar(false);
    app.threads.watch(() => this.showThreads());
    app.links.watch((links) => this.desktop.show(links));
    app.isWatching.watch((isWatching) => setAttribute(this.root, "data-updates", isWatching ? "watched" : "polled"));
    app.draft.watch(() => this.showComposer(app.conversation.value?.view.value));
    app.conversation.watch((conversation) => this.open(conversation));
  }

  /** Shows or hides all of it; what can be written to gets the focus when it appears. */
  show(isShown: boolean, person: string): void {
    const appears = isShown && this.root.hidden;
    setText(this.person, person);
    setHidden(this.root, !isShown);
    if (appears) {
      this.composer.focus();
    }
  }

  private sidebar(): HTMLElement {
    const signOut = element("button", { type: "button", class: "quiet", "data-testid": "sign-out" }, strings.signIn.signOut);
    signOut.addEventListener("click", () => void this.app.signOut());
    return element(
      "aside",
      { id: "sidebar", class: "sidebar" },
      element("p", { class: "product" }, strings.product),
      this.list.root,
      element("div", { class: "account" }, this.person, signOut),
    );
  }

  private main(): HTMLElement {
    return element(
      "main",
      { class: "main" },
      element("header", { class: "bar" }, this.toggle, this.heading, this.desktop.root),
      this.pane.root,
      this.composer.root,
    );
  }

  private open(conversation: Conversation | undefined): void {
    this.pane.open(conversation);
    this.showThreads();
    this.showSidebar(false);
    this.composer.focus();
  }

  private send(text: string): Promise<boolean> {
    return this.app.conversation.value?.send(text) ?? this.app.startThread(text);
  }

  private showThreads(): void {
    const open = this.app.conversation.value?.thread;
    const list = this.app.threads.value;
    this.list.show(list, open);
    const title = list.threads.find((thread) => thread.id === open)?.title ?? strings.threads.untitled;
    setText(this.heading, title);
    document.title = open === undefined ? strings.product : `${title} · ${strings.product}`;
  }

  private showComposer(view: ConversationView | undefined): void {
    const draft = this.app.draft.value;
    this.composer.show({
      isPosting: view === undefined ? draft.isPosting : view.isPosting,
      canStop: view?.turns.some((turn) => !turn.isOver && !turn.isStopping) ?? false,
      problem: view === undefined ? draft.problem : view.problem,
    });
  }

  private get isSidebarShown(): boolean {
    return this.toggle.getAttribute("aria-expanded") === "true";
  }

  /** Matters on narrow screens only: on wide ones the list is always there. */
  private showSidebar(isShown: boolean): void {
    setAttribute(this.toggle, "aria-expanded", String(isShown));
    setAttribute(this.root, "data-sidebar", isShown ? "shown" : "hidden");
    setText(this.toggle, isShown ? strings.threads.close : strings.threads.open);
  }
}

function skipLink(composer: Composer): HTMLElement {
  const link = element("a", { class: "skip", href: "#message" }, strings.skip);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    composer.focus();
  });
  return link;
}
