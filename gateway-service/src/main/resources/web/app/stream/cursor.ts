/** The id of an event on a tail: `<run>.<fence>.<seq>.<index>`. */
export interface Cursor {
  text: string;
  run: string;
  fence: number;
  seq: number;
  index: number;
}

/** Reads an event id; undefined if it is none of ours. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const tokens = text?.split(".") ?? [];
  if (text === undefined || tokens.length !== 4) {
    return undefined;
  }
  const [run = "", fence, seq, index] = tokens;
  const cursor = { text, run, fence: Number(fence), seq: Number(seq), index: Number(index) };
  return run !== "" && [cursor.fence, cursor.seq, cursor.index].every(Number.isSafeInteger) ? cursor : undefined;
}

/** True if an event comes after another one of the same run. */
export function isAfter(event: Cursor, before: Cursor): boolean {
  return event.seq > before.seq || (event.seq === before.seq && event.index > before.index);
}
