/** Ids that the console gives to threads and messages, so that a retry makes no second one. */
const BYTES = 16;

/** 128 random bits in the letters that the gateway takes. Also where pages are served without TLS. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
