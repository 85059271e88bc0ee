/**
 * Completes the beginning of a JSON text in one pass: what is open is closed, what is half a token is cut off. Follows
 * the AI SDK state by state; text that could never become JSON fails to parse afterwards.
 */
type State =
  | "root"
  | "finish"
  | "string"
  | "escape"
  | "unicode"
  | "literal"
  | "number"
  | "object-start"
  | "object-key"
  | "object-after-key"
  | "object-before-value"
  | "object-after-value"
  | "object-after-comma"
  | "array-start"
  | "array-after-value"
  | "array-after-comma";

const LITERALS = ["true", "false", "null"];
const HEX_DIGITS = 4;

export function repaired(text: string): string {
  const repair = new JsonRepair(text);
  for (let i = 0; i < text.length; i++) {
    repair.accept(text.charAt(i), i);
  }
  return repair.completed();
}

class JsonRepair {
  private readonly stack: State[] = ["root"];
  private valid = 0;
  private literalStart = 0;
  private hexDigits = 0;

  constructor(private readonly text: string) {}

  accept(char: string, i: number): void {
    switch (this.state) {
      case "root":
        return this.value(char, i, "finish");
      case "object-start":
        return char === "}" ? this.close(i) : this.turn(char, '"', "object-key");
      case "object-after-comma":
        return this.turn(char, '"', "object-key");
      case "object-key":
        return this.turn(char, '"', "object-after-key");
      case "object-after-key":
        return this.turn(char, ":", "object-before-value");
      case "object-before-value":
        return this.value(char, i, "object-after-value");
      case "object-after-value":
        return this.after(char, i, "}", "object-after-comma");
      case "array-start":
        return char === "]" ? this.close(i) : this.value(char, i, "array-after-value");
      case "array-after-comma":
        return this.value(char, i, "array-after-value");
      case "array-after-value":
        return this.afterItem(char, i);
      default:
        return this.inToken(char, i);
    }
  }

  completed(): string {
    const closing = [...this.stack].reverse().map((state) => this.closingOf(state));
    return this.text.slice(0, this.valid) + closing.join("");
  }

  private inToken(char: string, i: number): void {
    switch (this.state) {
      case "string":
        return this.inString(char, i);
      case "escape":
        return this.inEscape(char, i);
      case "unicode":
        return this.inUnicode(char, i);
      case "number":
        return this.inNumber(char, i);
      case "literal":
        return this.inLiteral(char, i);
    }
  }

  private get state(): State {
    return this.stack[this.stack.length - 1] ?? "finish";
  }

  private value(char: string, i: number, after: State): void {
    if (char === '"') {
      this.begin("string", after, i + 1);
    } else if (char === "f" || char === "t" || char === "n") {
      this.literalStart = i;
      this.begin("literal", after, i + 1);
    } else if (char === "-") {
      this.begin("number", after, this.valid); // alone it is no value yet
    } else if (isDigit(char)) {
      this.begin("number", after, i + 1);
    } else if (char === "{") {
      this.begin("object-start", after, i + 1);
    } else if (char === "[") {
      this.begin("array-start", after, i + 1);
    }
  }

  private inString(char: string, i: number): void {
    if (char === '"') {
      this.close(i);
    } else if (char === "\\") {
      this.stack.push("escape");
    } else {
      this.valid = i + 1;
    }
  }

  private inEscape(char: string, i: number): void {
    this.stack.pop();
    if (char === "u") {
      this.hexDigits = 0;
      this.stack.push("unicode");
    } else {
      this.valid = i + 1;
    }
  }

  private inUnicode(char: string, i: number): void {
    if (/[0-9a-f]/i.test(char) && ++this.hexDigits === HEX_DIGITS) {
      this.close(i);
    }
  }

  private inNumber(char: string, i: number): void {
    if (isDigit(char)) {
      this.valid = i + 1;
    } else if (!"eE-.".includes(char)) {
      this.stack.pop();
      if (",]}".includes(char)) {
        this.afterToken(char, i);
      }
    }
  }

  private inLiteral(char: string, i: number): void {
    const begun = this.text.slice(this.literalStart, i + 1);
    if (LITERALS.some((literal) => literal.startsWith(begun))) {
      this.valid = i + 1;
    } else {
      this.stack.pop();
      this.afterToken(char, i);
    }
  }

  private afterToken(char: string, i: number): void {
    if (this.state === "object-after-value") {
      this.after(char, i, "}", "object-after-comma");
    } else if (this.state === "array-after-value") {
      this.after(char, i, "]", "array-after-comma");
    }
  }

  private afterItem(char: string, i: number): void {
    if (char === "," || char === "]") {
      this.after(char, i, "]", "array-after-comma");
    } else {
      this.valid = i + 1;
    }
  }

  private after(char: string, i: number, end: string, next: State): void {
    if (char === end) {
      this.close(i);
    } else {
      this.turn(char, ",", next);
    }
  }

  private begin(inside: State, after: State, valid: number): void {
    this.valid = valid;
    this.replace(after);
    this.stack.push(inside);
  }

  private turn(char: string, wanted: string, next: State): void {
    if (char === wanted) {
      this.replace(next);
    }
  }

  private close(i: number): void {
    this.valid = i + 1;
    this.stack.pop();
  }

  private replace(next: State): void {
    this.stack[this.stack.length - 1] = next;
  }

  private closingOf(state: State): string {
    if (state === "string") {
      return '"';
    }
    if (state.startsWith("object-")) {
      return "}";
    }
    if (state.startsWith("array-")) {
      return "]";
    }
    return state === "literal" ? this.restOfLiteral() : "";
  }

  private restOfLiteral(): string {
    const begun = this.text.slice(this.literalStart);
    return LITERALS.find((literal) => literal.startsWith(begun))?.slice(begun.length) ?? "";
  }
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}
