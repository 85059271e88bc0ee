/** One part of an answer: text, thoughts, a tool call, a file, a source. Parts of other types are not shown. */
import type { Part } from "../api/types";
import { strings } from "../strings";
import { element, setAttribute, setText } from "./dom";
import { GrowingText } from "./growing-text";

export interface PartView {
  readonly root: HTMLElement;
  /** What kind of part this view can show. */
  readonly kind: string;
  show(part: Part): void;
}

/** What kind of view a part needs; undefined: none. */
export function kindOf(part: Part): string | undefined {
  if (part.type === "text" || part.type === "reasoning" || part.type === "file") {
    return part.type;
  }
  if (part.type === "source-url" || part.type === "source-document") {
    return "source";
  }
  return part.toolCallId !== undefined ? "tool" : undefined;
}

export function partView(kind: string): PartView {
  switch (kind) {
    case "reasoning":
      return reasoningView();
    case "tool":
      return toolView();
    case "file":
    case "source":
      return linkView(kind);
    default:
      return textView();
  }
}

function textView(): PartView {
  const text = new GrowingText("text-part");
  return { root: text.root, kind: "text", show: (part) => text.show(part.text ?? "") };
}

function reasoningView(): PartView {
  const text = new GrowingText("reasoning-text");
  const summary = element("summary");
  const root = element("details", { class: "reasoning", "data-testid": "reasoning-part" }, summary, text.root);
  return {
    root,
    kind: "reasoning",
    show(part) {
      setText(summary, part.state === "streaming" ? strings.run.thinking : strings.run.thought);
      text.show(part.text ?? "");
    },
  };
}

function toolView(): PartView {
  const name = element("span", { class: "tool-name" });
  const state = element("span", { class: "tool-state" });
  const input = element("pre", { "data-testid": "tool-input" });
  const output = element("pre", { "data-testid": "tool-output" });
  const root = element("details", { class: "tool", "data-testid": "tool-part" }, element("summary", {}, name, state), input, output);
  return {
    root,
    kind: "tool",
    show(part) {
      setText(name, strings.run.tool(part.toolName ?? part.type.replace(/^tool-/, "")));
      setText(state, strings.run.toolState[part.state ?? ""] ?? "");
      setAttribute(root, "data-state", part.state);
      setText(input, printed(part.input));
      setText(output, part.errorText ?? printed(part.output));
    },
  };
}

function linkView(kind: string): PartView {
  const link = element("a", { rel: "noopener noreferrer", target: "_blank" });
  const root = element("p", { class: "link", "data-testid": `${kind}-part` }, link);
  return {
    root,
    kind,
    show(part) {
      const url = part.url ?? "";
      setAttribute(link, "href", isWebAddress(url) ? url : undefined);
      setText(link, part.title ?? part.filename ?? (isWebAddress(url) ? url : kind === "file" ? strings.run.file : strings.run.source));
    },
  };
}

function printed(value: unknown): string {
  if (value === undefined) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
}

/** Only these may become links: a program's answer could name a script otherwise. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
