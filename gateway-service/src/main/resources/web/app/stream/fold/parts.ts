/** The parts of a message in their order, and which of them belong to the present step. */
import type { Part } from "../../api/types";
import { isKnown, type Chunk } from "./chunk";

const STEP_START = "step-start";

export class Parts {
  readonly all: Part[] = [];
  private stepStart = 0;

  add(part: Part): Part {
    this.all.push(part);
    return part;
  }

  beginStep(): void {
    this.stepStart = this.all.push({ type: STEP_START });
  }

  /** Takes back all that belongs to the present step. */
  dropStep(): void {
    this.all.length = this.stepStart;
  }

  first(wanted: (part: Part) => boolean): Part | undefined {
    return this.all.find(wanted);
  }

  last(wanted: (part: Part) => boolean): Part | undefined {
    return [...this.all].reverse().find(wanted);
  }

  /** The first such part of the present step. */
  inStep(wanted: (part: Part) => boolean): Part | undefined {
    return this.all.find((part, index) => index >= this.stepStart && wanted(part));
  }
}

/** Sets a field, or removes it if there is no value. */
export function put(part: Part, field: string, value: unknown): void {
  if (value === undefined) {
    delete part[field];
  } else {
    part[field] = value;
  }
}

/** Sets a field unless the value is left out or null. */
export function putIfKnown(part: Part, field: string, value: unknown): void {
  if (isKnown(value)) {
    part[field] = value;
  }
}

/** A part of some fields of a chunk. */
export function copyOf(chunk: Chunk, ...fields: string[]): Part {
  const part: Part = { type: chunk.type };
  fields.forEach((field) => put(part, field, chunk[field]));
  return part;
}
