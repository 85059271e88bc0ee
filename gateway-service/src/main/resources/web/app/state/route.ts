/** The open thread stands in the fragment of the address: `#/threads/thr_…`. */
const THREAD = /^#\/threads\/([A-Za-z0-9_-]+)$/;

export function threadInAddress(): string | undefined {
  return THREAD.exec(window.location.hash)?.[1];
}

export function addressOf(thread: string | undefined): string {
  return thread === undefined ? "#/" : `#/threads/${thread}`;
}

export function openThread(thread: string): void {
  window.location.hash = addressOf(thread);
}
