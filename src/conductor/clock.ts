/** Lengths of time, as far as the conductor needs them; a port, so that a simulation can jump over them. */
export type Clock = {
  /** Milliseconds since some beginning. Unlike the time of day it never jumps: for measuring lengths only. */
  elapsed(): number;
  /** Resolves after so many ms, or at once when the signal aborts; it never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** A signal that aborts after so many ms with a `TimeoutError`, unless it was disposed of by then. */
  timeout(ms: number): Timeout;
};

export type Timeout = Disposable & { readonly signal: AbortSignal };

/** What the platform's own timeouts abort with. */
export const timedOut = (): DOMException =>
  new DOMException("The operation was aborted due to timeout", "TimeoutError");

/** The clock of this machine. A wait keeps the process alive; a timeout does not. */
export const systemClock: Clock = {
  elapsed: () => performance.now(),
  // The platform's own cannot be ended early: thousands of them would outlive what they were for.
  timeout(ms) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(timedOut()), ms).unref();
    return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
  },
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      if (signal.aborted) done();
      else signal.addEventListener("abort", done, { once: true });
    }),
};

export type Alarm = {
  /** Ends the wait; one that is rung in between ends the next. */
  ring(): void;
  wait(ms: number): Promise<void>;
};

/** Waits for the first of: a ring, the time, the signal. */
export const alarm = (clock: Clock, signal: AbortSignal): Alarm => {
  let bell = new AbortController();
  signal.addEventListener("abort", () => bell.abort(), { once: true });
  return {
    ring: () => bell.abort(),
    async wait(ms) {
      await clock.wait(ms, signal.aborted ? signal : bell.signal);
      if (bell.signal.aborted) bell = new AbortController();
    },
  };
};
