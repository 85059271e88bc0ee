/** Does something again and again, one at a time, and only while somebody looks at the page. */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStarted = false;
  private isBusy = false;

  constructor(
    private everyMillis: number,
    private readonly action: () => Promise<void>,
  ) {}

  start(): void {
    if (!this.isStarted) {
      this.isStarted = true;
      document.addEventListener("visibilitychange", this.onVisible);
      this.now();
    }
  }

  stop(): void {
    this.isStarted = false;
    document.removeEventListener("visibilitychange", this.onVisible);
    clearTimeout(this.timer);
  }

  /** Does it so often from the next time on. */
  every(millis: number): void {
    if (millis < this.everyMillis && this.isStarted && !this.isBusy) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.now(), millis);
    }
    this.everyMillis = millis;
  }

  /** Does it at once. */
  now(): void {
    clearTimeout(this.timer);
    void this.tick();
  }

  private readonly onVisible = (): void => {
    if (document.visibilityState === "visible") {
      this.now();
    }
  };

  private async tick(): Promise<void> {
    if (this.isBusy || !this.isStarted) {
      return;
    }
    this.isBusy = true;
    try {
      await this.action();
    } finally {
      this.isBusy = false;
      if (this.isStarted && document.visibilityState === "visible") {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.now(), this.everyMillis);
      }
    }
  }
}
