/** Folds the chunks of a run into the parts of a UI message, as the projection does. */
import type { Part } from "../api/types";

export interface Chunk {
  type: string;
  [field: string]: unknown;
}

/** The service says: forget what this run has said so far, it starts again. */
export const RESTART = "data-hawser-restart";

export class Fold {
  readonly parts: Part[] = [];
  error: string | undefined;
  private open = new Map<string, Part>();
  private inputs = new Map<string, string>();

  /** Adds one chunk. Types that are not known, and ends without a start, change nothing. */
  add(chunk: Chunk): void {
    const id = text(chunk.id);
    switch (chunk.type) {
      case "text-start":
        return this.begin("text", id);
      case "reasoning-start":
        return this.begin("reasoning", id);
      case "text-delta":
        return this.grow("text", id, text(chunk.delta));
      case "reasoning-delta":
        return this.grow("reasoning", id, text(chunk.delta));
      case "text-end":
        return this.end("text", id);
      case "reasoning-end":
        return this.end("reasoning", id);
      case "start-step":
        this.parts.push({ type: "step-start" });
        return;
      case "finish-step":
        this.open.clear();
        return;
      case "file":
        this.parts.push({ type: "file", url: text(chunk.url), mediaType: text(chunk.mediaType) });
        return;
      case "source-url":
      case "source-document":
        this.parts.push({ ...chunk });
        return;
      case "error":
        this.error = text(chunk.errorText);
        return;
      default:
        return this.other(chunk);
    }
  }

  private other(chunk: Chunk): void {
    if (chunk.type.startsWith("tool-")) {
      this.tool(chunk);
    } else if (chunk.type.startsWith("data-") && chunk.transient !== true) {
      this.data(chunk);
    }
  }

  private begin(type: string, id: string): void {
    const part: Part = { type, text: "", state: "streaming" };
    this.parts.push(part);
    this.open.set(`${type}:${id}`, part);
  }

  private grow(type: string, id: string, delta: string): void {
    const part = this.open.get(`${type}:${id}`);
    if (part !== undefined) {
      part.text = (part.text ?? "") + delta;
    }
  }

  private end(type: string, id: string): void {
    const part = this.open.get(`${type}:${id}`);
    if (part !== undefined) {
      part.state = "done";
      this.open.delete(`${type}:${id}`);
    }
  }

  private data(chunk: Chunk): void {
    const id = chunk.id === undefined ? undefined : text(chunk.id);
    const known = id === undefined ? undefined : this.parts.find((part) => part.type === chunk.type && part.id === id);
    if (known !== undefined) {
      known.data = chunk.data;
    } else {
      this.parts.push({ type: chunk.type, id, data: chunk.data });
    }
  }

  private tool(chunk: Chunk): void {
    const id = text(chunk.toolCallId);
    const part = this.toolPart(id, chunk);
    switch (chunk.type) {
      case "tool-input-start":
        part.state = "input-streaming";
        return;
      case "tool-input-delta": {
        const input = (this.inputs.get(id) ?? "") + text(chunk.inputTextDelta);
        this.inputs.set(id, input);
        part.input = input;
        return;
      }
      case "tool-input-available":
        part.state = "input-available";
        part.input = chunk.input;
        return;
      case "tool-input-error":
      case "tool-output-error":
        part.state = "output-error";
        part.errorText = text(chunk.errorText);
        return;
      case "tool-approval-request":
        part.state = "approval-requested";
        return;
      case "tool-output-available":
        part.state = "output-available";
        part.output = chunk.output;
        return;
      case "tool-output-denied":
        part.state = "output-denied";
        return;
    }
  }

  private toolPart(id: string, chunk: Chunk): Part {
    const known = this.parts.find((part) => part.toolCallId === id);
    if (known !== undefined) {
      return known;
    }
    const part: Part = { type: `tool-${text(chunk.toolName)}`, toolCallId: id, toolName: text(chunk.toolName) };
    this.parts.push(part);
    return part;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
