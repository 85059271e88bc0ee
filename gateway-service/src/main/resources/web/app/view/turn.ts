/** A question and its answer, drawn again only where something has changed. */
import type { Part } from "../api/types";
import type { Turn } from "../state/turn";
import { strings } from "../strings";
import { element, setAttribute, setChildren, setHidden, setText } from "./dom";
import { GrowingText } from "./growing-text";
import { InspectorView, type Inspected } from "./inspector";
import { kindOf, partView, type PartView } from "./part";

/** What a person can do with a turn. */
export interface TurnActions {
  retry(turn: Turn): void;
  remove(turn: Turn): void;
  inspect(turn: Turn): Promise<Inspected>;
}

export class TurnView {
  readonly root: HTMLElement;
  private readonly question = new GrowingText("user-text");
  private readonly answer: HTMLElement;
  private readonly parts: HTMLElement;
  private readonly caret: HTMLElement;
  private readonly status: HTMLElement;
  private readonly error: HTMLElement;
  private readonly errorText: HTMLElement;
  private readonly errorDetail: HTMLElement;
  private readonly errorCode: HTMLElement;
  private readonly retry: HTMLButtonElement;
  private readonly remove: HTMLButtonElement;
  private readonly actions: HTMLElement;
  private views: PartView[] = [];
  private version = -1;

  constructor(turn: Turn, actions: TurnActions) {
    this.parts = element("div", { class: "parts" });
    this.caret = element("span", { class: "caret", "data-testid": "caret", "aria-hidden": "true" });
    this.status = element("p", { class: "status", role: "status", "data-testid": "run-status" });
    this.errorText = element("p", { "data-testid": "run-error-text" });
    this.errorDetail = element("p", { class: "detail", "data-testid": "run-error-detail" });
    this.errorCode = element("p", { class: "code", "data-testid": "run-error-code" });
    this.error = element("div", { class: "error", role: "alert", "data-testid": "run-error" }, this.errorText, this.errorDetail, this.errorCode);
    this.answer = element(
      "div",
      { class: "answer", role: "group", "aria-label": strings.conversation.answer, "data-testid": "assistant-message" },
      this.parts,
      this.caret,
    );
    this.retry = element("button", { type: "button", class: "quiet", "data-testid": "retry-button" });
    this.retry.addEventListener("click", () => actions.retry(turn));
    this.remove = element("button", { type: "button", class: "quiet", "data-testid": "remove-button" }, strings.run.remove);
    this.remove.addEventListener("click", () => actions.remove(turn));
    this.actions = element("div", { class: "actions" }, this.retry, this.remove);
    this.root = element(
      "li",
      { class: "turn", "data-testid": "turn", "data-run-id": turn.run },
      element("div", { class: "question", role: "group", "aria-label": strings.conversation.you, "data-testid": "user-message" }, this.question.root),
      this.answer,
      this.status,
      this.error,
      this.actions,
      new InspectorView(() => actions.inspect(turn)).root,
    );
  }

  show(turn: Turn): void {
    if (turn.version === this.version) {
      return;
    }
    this.version = turn.version;
    setAttribute(this.root, "data-state", turn.state);
    setAttribute(this.answer, "aria-busy", turn.isOver ? "false" : "true");
    this.question.show(turn.question.map((part) => part.text ?? part.filename ?? "").join("\n"));
    this.showParts(turn.answer);
    setHidden(this.answer, this.views.length === 0);
    setHidden(this.caret, turn.isOver || turn.state === "settling" || this.views.length === 0);
    this.showStatus(turn);
    this.showError(turn);
    this.showActions(turn);
  }

  private showActions(turn: Turn): void {
    const isQueued = turn.state === "queued" && !turn.isStopping;
    setText(this.retry, turn.state === "succeeded" ? strings.run.answerAgain : strings.run.retry);
    setHidden(this.retry, !turn.isOver);
    setHidden(this.remove, !isQueued);
    setHidden(this.actions, !turn.isOver && !isQueued);
    this.retry.disabled = turn.isChanging;
    this.remove.disabled = turn.isChanging;
  }

  private showParts(parts: readonly Part[]): void {
    const shown = parts.filter((part) => kindOf(part) !== undefined);
    this.views = shown.map((part, index) => {
      const kind = kindOf(part) ?? "text";
      const present = this.views[index];
      return present?.kind === kind ? present : partView(kind);
    });
    this.views.forEach((view, index) => {
      const part = shown[index];
      if (part !== undefined) {
        view.show(part);
      }
    });
    setChildren(this.parts, this.views.map((view) => view.root));
  }

  private showStatus(turn: Turn): void {
    const isWriting = turn.state === "running" && this.views.length > 0;
    const text = statusOf(turn);
    setText(this.status, isWriting && !turn.isStopping ? "" : text);
    setHidden(this.status, this.status.textContent === "");
  }

  private showError(turn: Turn): void {
    const isFailed = turn.state === "failed";
    const reported = turn.liveError;
    setHidden(this.error, !isFailed && (reported === undefined || turn.state === "cancelled"));
    setAttribute(this.error, "data-code", isFailed ? turn.errorCode : undefined);
    const reason = strings.run.reasons[turn.errorCode ?? ""] ?? strings.run.failed;
    setText(this.errorText, isFailed ? reason : strings.run.errorInAnswer);
    setText(this.errorDetail, (isFailed ? turn.errorText : undefined) ?? reported ?? "");
    setText(this.errorCode, isFailed && turn.errorCode !== undefined ? strings.run.code(turn.errorCode) : "");
  }
}

function statusOf(turn: Turn): string {
  if (turn.state === "cancelled") {
    return strings.run.cancelled;
  }
  if (turn.isOver) {
    return "";
  }
  if (turn.isStopping) {
    return strings.run.stopping;
  }
  switch (turn.state) {
    case "queued":
      return strings.run.queued;
    case "offered":
      return strings.run.offered;
    case "settling":
      return strings.run.settling;
    default:
      return strings.run.running;
  }
}
