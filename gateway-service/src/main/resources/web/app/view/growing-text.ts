/** Shows a text that grows: only what is new is added, in blocks, so that a long answer stays cheap to lay out. */
import { element } from "./dom";

const BLOCK_CHARS = 4_096;

export class GrowingText {
  readonly root: HTMLElement;
  private shown = "";
  private block: HTMLElement | undefined;
  private blockChars = 0;

  constructor(testId: string) {
    this.root = element("div", { class: "text", dir: "auto", "data-testid": testId });
  }

  show(text: string): void {
    if (text === this.shown) {
      return;
    }
    if (!text.startsWith(this.shown)) {
      this.root.replaceChildren();
      this.block = undefined;
      this.shown = "";
    }
    this.append(text.slice(this.shown.length));
    this.shown = text;
  }

  private append(text: string): void {
    let rest = text;
    while (rest !== "") {
      const block = this.currentBlock();
      const newline = this.blockChars + rest.length > BLOCK_CHARS ? rest.indexOf("\n", Math.max(0, BLOCK_CHARS - this.blockChars)) : -1;
      const piece = newline < 0 ? rest : rest.slice(0, newline + 1);
      this.add(block, piece);
      if (newline >= 0) {
        this.block = undefined;
      }
      rest = rest.slice(piece.length);
    }
  }

  private add(block: HTMLElement, piece: string): void {
    this.blockChars += piece.length;
    if (block.firstChild instanceof Text) {
      block.firstChild.appendData(piece);
    } else {
      block.append(piece);
    }
  }

  private currentBlock(): HTMLElement {
    if (this.block === undefined) {
      this.block = element("div", { class: "block" });
      this.blockChars = 0;
      this.root.append(this.block);
    }
    return this.block;
  }
}
