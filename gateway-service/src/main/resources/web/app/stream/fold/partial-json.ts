/** Reads JSON that is not complete yet, as the AI SDK does. */
import { repaired } from "./json-repair";

/** As deep as a chunk may be. */
const MOST_LEVELS = 200;

/** The value of the text, repaired if need be; undefined if it cannot be repaired or is not to be trusted. */
export function parsePartialJson(text: string): unknown {
  const whole = parsed(text) ?? parsed(repaired(text));
  return whole?.value;
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value, 0) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** True unless it is nested too deep, or has a field that could alter a prototype. */
function isPlain(value: unknown, level: number): boolean {
  if (level > MOST_LEVELS) {
    return false;
  }
  if (typeof value !== "object" || value === null) {
    return true;
  }
  const entries = Object.entries(value);
  const isSuspect = entries.some(([key, content]) => key === "__proto__" || (key === "constructor" && hasPrototype(content)));
  return !isSuspect && entries.every(([, content]) => isPlain(content, level + 1));
}

function hasPrototype(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}
