/** Waits that double, with jitter, between attempts to reach the gateway. */
const FIRST_MILLIS = 250;
const LONGEST_MILLIS = 5_000;

export class BackOff {
  private next = FIRST_MILLIS;

  reset(): void {
    this.next = FIRST_MILLIS;
  }

  /** Waits; returns early when the signal aborts or the browser is online again. */
  async wait(signal: AbortSignal): Promise<void> {
    const millis = this.next * (0.5 + Math.random() / 2);
    this.next = Math.min(this.next * 2, LONGEST_MILLIS);
    await pause(millis, signal);
  }
}

/** Resolves after a time, or at once when the signal aborts or the browser comes back online. */
export function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    signal.addEventListener("abort", done);
    window.addEventListener("online", done);
    if (signal.aborted) {
      done();
    }
  });
}
