/** How long after a refusal the same is asked again: a right may have been granted meanwhile. */
const LATER = 30_000;
/** Whoever comes back to the page asks at once, but not with each glance. */
const GLANCE = 3_000;

/** Asks again by itself what was refused: now and then, and when somebody comes back to the page. */
export class Again {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since = 0;

  constructor(private readonly ask: () => void) {}

  /** It was refused. */
  start(): void {
    this.stop();
    this.since = Date.now();
    this.timer = setTimeout(this.now, LATER);
    globalThis.window?.addEventListener('focus', this.glance);
    globalThis.document?.addEventListener('visibilitychange', this.glance);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    globalThis.window?.removeEventListener('focus', this.glance);
    globalThis.document?.removeEventListener('visibilitychange', this.glance);
  }

  private readonly glance = (): void => {
    if (globalThis.document?.visibilityState !== 'hidden' && Date.now() - this.since >= GLANCE) this.now();
  };

  /** A page that nobody sees waits until it is looked at. */
  private readonly now = (): void => {
    if (globalThis.document?.visibilityState === 'hidden') {
      this.timer = undefined;
      return;
    }
    this.stop();
    this.ask();
  };
}
