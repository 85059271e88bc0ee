/** A value that views watch. Changes of one task are told once, in the next frame. */
export class Store<T> {
  private readonly watchers = new Set<(value: T) => void>();
  private scheduled = false;

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    this.touch();
  }

  /** Changes some fields. */
  patch(fields: Partial<T>): void {
    this.set({ ...this.current, ...fields });
  }

  /** Tells the watchers that something inside of the value has changed. */
  touch(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.watchers.forEach((watcher) => watcher(this.current));
      });
    }
  }

  /** Calls the watcher now and after each change, until the function that it answers is called. */
  watch(watcher: (value: T) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.current);
    return () => this.watchers.delete(watcher);
  }
}
