/** The box that messages are written in, with its buttons and what went wrong. */
import type { Problem } from "../api/problem";
import { strings } from "../strings";
import { element, setAttribute, setHidden, setText } from "./dom";

export interface ComposerState {
  isPosting: boolean;
  canStop: boolean;
  problem: Problem | undefined;
}

export interface ComposerActions {
  /** Sends a text; true once it is accepted. */
  send(text: string): Promise<boolean>;
  stop(): void;
}

export class Composer {
  readonly root: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly sendButton: HTMLButtonElement;
  private readonly stopButton: HTMLButtonElement;
  private readonly problem: HTMLElement;
  private isPosting = false;

  constructor(private readonly actions: ComposerActions) {
    this.input = element("textarea", {
      id: "message",
      rows: "1",
      enterkeyhint: "send",
      autocomplete: "off",
      placeholder: strings.composer.placeholder,
      "aria-label": strings.composer.label,
      "aria-describedby": "message-hint message-problem",
      "data-testid": "composer-input",
    });
    this.sendButton = element("button", { type: "submit", class: "primary", "data-testid": "send-button" }, strings.composer.send);
    this.stopButton = element("button", { type: "button", class: "stop", "data-testid": "stop-button" }, strings.composer.stop);
    this.problem = element("p", { id: "message-problem", class: "problem", role: "alert", "data-testid": "problem" });
    this.root = element(
      "form",
      { class: "composer", "data-testid": "composer" },
      this.problem,
      element("div", { class: "box" }, this.input, this.stopButton, this.sendButton),
      element("p", { id: "message-hint", class: "hint" }, strings.composer.hint),
    );
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.stopButton.addEventListener("click", () => actions.stop());
  }

  show(state: ComposerState): void {
    const wasPosting = this.isPosting;
    this.isPosting = state.isPosting;
    this.input.disabled = state.isPosting;
    this.sendButton.disabled = state.isPosting;
    setText(this.sendButton, state.isPosting ? strings.composer.sending : strings.composer.send);
    setHidden(this.stopButton, !state.canStop);
    setText(this.problem, state.problem?.advice ?? "");
    setAttribute(this.problem, "data-code", state.problem?.code);
    setHidden(this.problem, state.problem === undefined);
    if (wasPosting && !state.isPosting) {
      this.focus();
    }
  }

  focus(): void {
    this.input.focus();
  }

  clear(): void {
    this.input.value = "";
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.send();
    }
  }

  private async send(): Promise<void> {
    const text = this.input.value;
    if (this.isPosting || text.trim() === "") {
      return;
    }
    if (await this.actions.send(text)) {
      this.clear();
    }
  }
}
