/**
 * Folds the chunks of a run into the parts of a UI message, as the projection does, which stores what the reader of the
 * AI SDK (version 7) makes of them. A chunk that makes no sense where it stands, and a type that is not known, change
 * nothing.
 */
import type { Part } from "../../api/types";
import { isKnown, text, type Chunk } from "./chunk";
import { GrowingTexts } from "./growing-texts";
import { copyOf, Parts, putIfKnown } from "./parts";
import { ToolParts } from "./tool-parts";

export class MessageFold {
  error: string | undefined;
  private message: string | undefined;
  private list = new Parts();
  private texts = new GrowingTexts("text");
  private reasoning = new GrowingTexts("reasoning");
  private tools = new ToolParts(this.list);

  /** The parts as they are now. */
  get parts(): Part[] {
    this.tools.settle();
    return this.list.all;
  }

  add(chunk: Chunk): void {
    switch (chunk.type) {
      case "start":
        return this.start(chunk);
      case "error":
        this.error = text(chunk.errorText);
        return;
      case "start-step":
        return this.list.beginStep();
      case "reset-step":
        return this.resetStep();
      case "text-start":
        return this.texts.start(chunk, this.list);
      case "text-delta":
        return this.texts.delta(chunk);
      case "text-end":
        return this.texts.end(chunk);
      case "reasoning-start":
        return this.reasoning.start(chunk, this.list);
      case "reasoning-delta":
        return this.reasoning.delta(chunk);
      case "reasoning-end":
        return this.reasoning.end(chunk);
      default:
        return this.content(chunk);
    }
  }

  /** A chunk that is a part of its own, or changes one. */
  private content(chunk: Chunk): void {
    switch (chunk.type) {
      case "file":
      case "reasoning-file":
        putIfKnown(this.list.add(copyOf(chunk, "mediaType", "url")), "providerMetadata", chunk.providerMetadata);
        return;
      case "custom":
        this.list.add(copyOf(chunk, "kind", "providerMetadata"));
        return;
      case "steering-message":
        this.list.add(copyOf(chunk, "id", "parts"));
        return;
      case "source-url":
        this.list.add(copyOf(chunk, "sourceId", "url", "title", "providerMetadata"));
        return;
      case "source-document":
        this.list.add(copyOf(chunk, "sourceId", "mediaType", "title", "filename", "providerMetadata"));
        return;
      default:
        if (chunk.type.startsWith("data-")) {
          this.data(chunk);
        } else {
          this.tools.add(chunk);
        }
    }
  }

  /** Another message id means that the answer starts anew. */
  private start(chunk: Chunk): void {
    if (typeof chunk.messageId === "string" && chunk.messageId !== this.message) {
      this.message = chunk.messageId;
      this.error = undefined;
      this.list = new Parts();
      this.texts = new GrowingTexts("text");
      this.reasoning = new GrowingTexts("reasoning");
      this.tools = new ToolParts(this.list);
    }
  }

  private resetStep(): void {
    this.texts.forgetAll();
    this.reasoning.forgetAll();
    this.tools.forgetAll();
    this.list.dropStep();
  }

  private data(chunk: Chunk): void {
    if (chunk.transient === true) {
      return;
    }
    const known = isKnown(chunk.id) ? this.list.first((part) => part.type === chunk.type && part.id === chunk.id) : undefined;
    if (known === undefined) {
      this.list.add({ ...chunk });
    } else {
      known.data = chunk.data;
    }
  }
}
