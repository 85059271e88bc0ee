/** One event of the AI SDK's UI message stream; the gateway has checked the kinds of its fields. */
export interface Chunk {
  type: string;
  [field: string]: unknown;
}

/** The service says: forget what this run has said so far, it starts again. */
export const RESTART = "data-hawser-restart";

/** A field that has to be a text. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True unless a field is left out or null. */
export function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null;
}
