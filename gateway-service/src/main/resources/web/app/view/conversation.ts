/** The open thread: its turns, followed while they are answered, and what stands in the way. */
import type { Conversation, ConversationView } from "../state/conversation";
import { strings } from "../strings";
import { element, setAttribute, setChildren, setHidden, setText } from "./dom";
import { TurnView, type TurnActions } from "./turn";

/** How near to its end, in pixels, a list counts as being there. */
const NEAR_END = 80;

export class ConversationPane {
  readonly root: HTMLElement;
  private readonly list: HTMLElement;
  private readonly hint: HTMLElement;
  private readonly hintTitle: HTMLElement;
  private readonly hintText: HTMLElement;
  private readonly reconnecting: HTMLElement;
  private turns = new Map<string, TurnView>();
  private lastTurn: string | undefined;
  private conversation: Conversation | undefined;
  private readonly actions: TurnActions = {
    retry: (turn) => void this.conversation?.retry(turn),
    remove: (turn) => void this.conversation?.remove(turn),
    inspect: (turn) => this.conversation?.inspect(turn) ?? Promise.reject(new Error("no thread is open")),
  };
  private unwatch: () => void = () => undefined;

  /** @param onChange told of every change of the thread that is shown */
  constructor(private readonly onChange: (view: ConversationView | undefined) => void) {
    this.list = element("ol", {
      class: "turns",
      role: "log",
      "aria-live": "polite",
      "aria-relevant": "additions text",
      "aria-label": strings.conversation.messages,
      "data-testid": "messages",
    });
    this.hintTitle = element("h2");
    this.hintText = element("p");
    this.hint = element("div", { class: "hint-box", "data-testid": "hint" }, this.hintTitle, this.hintText);
    this.reconnecting = element("p", { class: "reconnecting", role: "status", "data-testid": "reconnecting" }, strings.conversation.reconnecting);
    this.root = element("div", { class: "scroller", tabindex: "0", "data-testid": "thread" }, this.hint, this.list, this.reconnecting);
  }

  /** Shows a thread, or, with undefined, the start of a new one. */
  open(conversation: Conversation | undefined): void {
    this.unwatch();
    this.conversation = conversation;
    this.turns = new Map();
    this.lastTurn = undefined;
    this.list.replaceChildren();
    setAttribute(this.root, "data-thread-id", conversation?.thread);
    this.unwatch = conversation === undefined ? () => undefined : conversation.view.watch((view) => this.show(view));
    if (conversation === undefined) {
      this.show(undefined);
    }
  }

  private show(view: ConversationView | undefined): void {
    const isAtEnd = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR_END;
    const turns = view?.turns ?? [];
    setChildren(this.list, turns.map((turn) => {
      const shown = this.turns.get(turn.run) ?? new TurnView(turn, this.actions);
      this.turns.set(turn.run, shown);
      shown.show(turn);
      return shown.root;
    }));
    this.showHint(view);
    setHidden(this.reconnecting, view === undefined || view.isConnected || view.failure !== undefined);
    const last = turns[turns.length - 1]?.run;
    if (isAtEnd || last !== this.lastTurn) {
      this.root.scrollTop = this.root.scrollHeight;
    }
    this.lastTurn = last;
    this.onChange(view);
  }

  private showHint(view: ConversationView | undefined): void {
    const isEmpty = view === undefined || (view.isLoaded && view.turns.length === 0);
    const isLoading = view !== undefined && !view.isLoaded && view.turns.length === 0;
    setHidden(this.hint, !isEmpty && !isLoading && view?.failure === undefined);
    if (view?.failure !== undefined) {
      setText(this.hintTitle, view.failure.status === 404 ? strings.conversation.notFound : view.failure.advice);
      setText(this.hintText, "");
    } else {
      setText(this.hintTitle, isLoading ? strings.loading : strings.conversation.emptyTitle);
      setText(this.hintText, isLoading ? "" : strings.conversation.emptyText);
    }
  }
}
