/** The texts, or trains of thought, that have begun and may grow. */
import type { Part } from "../../api/types";
import { text, type Chunk } from "./chunk";
import { put, putIfKnown, type Parts } from "./parts";

export class GrowingTexts {
  private readonly open = new Map<string, Part>();

  constructor(private readonly type: "text" | "reasoning") {}

  start(chunk: Chunk, parts: Parts): void {
    const id = text(chunk.id);
    const part: Part = { type: this.type, text: "", state: "streaming" };
    if (this.type === "reasoning") {
      part.id = id;
    }
    put(part, "providerMetadata", chunk.providerMetadata);
    this.open.set(id, parts.add(part));
  }

  delta(chunk: Chunk): void {
    const part = this.open.get(text(chunk.id));
    if (part !== undefined) {
      part.text = (part.text ?? "") + text(chunk.delta);
      putIfKnown(part, "providerMetadata", chunk.providerMetadata);
    }
  }

  end(chunk: Chunk): void {
    const id = text(chunk.id);
    const part = this.open.get(id);
    if (part !== undefined) {
      part.state = "done";
      putIfKnown(part, "providerMetadata", chunk.providerMetadata);
      if (this.type === "text") {
        putIfKnown(part, "citations", chunk.citations);
      }
      this.open.delete(id);
    }
  }

  forgetAll(): void {
    this.open.clear();
  }
}
