import { type Clock, timedOut } from "../../src/conductor/clock.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import type { Time } from "./simulated-time.ts";

/** One call over the network: on its way, in effect, and on its way back, in ms. */
export type Call<T> = {
  readonly act: () => T | Promise<T>;
  readonly send?: number;
  readonly answer?: number;
  /** Given up when it aborts; what was not sent by then never takes effect. */
  readonly signal?: AbortSignal;
  /** Once sent it cannot be called back: whoever gives it up waits until it has taken effect. */
  readonly isStubborn?: boolean;
  /** How late it may take effect when its sender is gone; 0 = it is lost. */
  readonly late?: number;
  /** Nothing refuses it when it comes from a conductor whose lease is over, so it is not held up before it is sent. */
  readonly isUnfenced?: boolean;
  /** It asks the store: there are many of these for each one that reaches the world. */
  readonly isStore?: boolean;
};

/** What befalls a machine at one of its calls: before it is sent, while it is on its way, or before it is answered. */
export type Fate = {
  readonly what: "kill" | "suspend";
  readonly when: "before" | "during" | "after";
  /** Calls to the store do not count. */
  readonly inWorld: boolean;
};

/**
 * A process that can be killed or stopped between any two of its awaits: it goes on only when an answer or a timer is
 * delivered to it. What it sent before takes effect all the same, and late.
 */
export type Machine = {
  readonly clock: Clock;
  readonly now: () => Instant;
  call<T>(call: Call<T>): Promise<T>;
  /** It happens at its nth call from now on. */
  meet(nth: number, fate: Fate): void;
  kill(): void;
  /** Stopped, until it wakes up and is told everything that came meanwhile. */
  suspend(): void;
  /** @param answersFirst  whether it hears the answers to its calls before its own timers */
  wake(answersFirst: boolean): void;
  isAlive(): boolean;
  isAwake(): boolean;
};

/** The simulation begins on Monday, 2 November 2026, at 09:00 UTC. */
export const morning = Date.UTC(2026, 10, 2, 9);

type Outcome<T> = { readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void };
type Delivery = { readonly act: () => void; readonly kind: "timer" | "answer" };

/**
 * @param skew       by how much its time of day is wrong now, in ms
 * @param onKill     called when it is gone; `onSuspend` when it was stopped by its fate, for somebody has to wake it
 */
export const simulatedMachine = (
  time: Pick<Time, "now" | "after">,
  skew: () => number,
  { onKill, onSuspend }: { readonly onKill?: () => void; readonly onSuspend?: () => void } = {},
): Machine => {
  let alive = true;
  let backlog: Delivery[] | null = null;
  let ahead: { left: number; readonly fate: Fate } | null = null;

  const kill = (): void => {
    if (!alive) return;
    alive = false;
    onKill?.();
  };
  const deliver = (kind: Delivery["kind"], act: () => void): void => {
    if (!alive) return;
    if (backlog === null) act();
    else backlog.push({ kind, act });
  };
  const befall = ({ what }: Fate): void => {
    if (what === "kill") kill();
    else {
      backlog ??= [];
      onSuspend?.();
    }
  };
  const nextFate = ({ isUnfenced, isStore }: Call<unknown>): Fate | null => {
    if (ahead === null || (ahead.fate.inWorld && isStore)) return null;
    ahead.left -= 1;
    if (ahead.left > 0 || (isUnfenced && ahead.fate.when === "before")) return null;
    const { fate } = ahead;
    ahead = null;
    return fate;
  };

  const call = <T>(given: Call<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (!alive) return;
      const fate = nextFate(given);
      const outcome = { resolve, reject };
      if (fate?.when === "before") {
        befall(fate);
        // Sent when it wakes up, as if nothing had been.
        deliver("timer", () => go(given, null, outcome));
      } else go(given, fate, outcome);
    });
  const go = <T>(given: Call<T>, fate: Fate | null, { resolve, reject }: Outcome<T>): void => {
    const { act, send = 0, answer = 0, signal, isStubborn = false, late = 0 } = given;
    let state: "sent" | "in effect" | "over" = "sent";
    let isAbandoned = false;
    const end = (outcome: () => void): void => {
      if (state === "over") return;
      state = "over";
      signal?.removeEventListener("abort", giveUp);
      deliver("answer", outcome);
    };
    const giveUp = (): void => {
      if (isStubborn && state === "sent") isAbandoned = true;
      else end(() => reject(givenUp()));
    };
    const back = (outcome: () => void): void => {
      if (fate?.when === "after") befall(fate);
      if (answer === 0 || isAbandoned) end(isAbandoned ? () => reject(givenUp()) : outcome);
      else time.after(answer, () => end(outcome));
    };
    const perform = (): void => {
      if (state === "over") return;
      state = "in effect";
      run(act).then(
        (value) => back(() => resolve(value)),
        (error) => back(() => reject(error)),
      );
    };
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted) end(() => reject(givenUp()));
    else if (fate?.when === "during") {
      befall(fate);
      if (late > 0) time.after(late, perform);
      else end(() => reject(givenUp()));
    } else if (send === 0) perform();
    else time.after(send, perform);
  };

  const clock: Clock = {
    elapsed: () => time.now(),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const end = (): void => {
          timer.cancel();
          signal.removeEventListener("abort", end);
          resolve();
        };
        const timer = time.after(ms, () => deliver("timer", end));
        signal.addEventListener("abort", end, { once: true });
      }),
    timeout(ms) {
      const controller = new AbortController();
      const timer = time.after(ms, () => deliver("timer", () => controller.abort(timedOut())));
      return { signal: controller.signal, [Symbol.dispose]: () => timer.cancel() };
    },
  };

  return {
    clock,
    now: () => instant(Math.round(morning + time.now() + skew())),
    call,
    kill,
    meet(nth, fate) {
      ahead = { left: nth, fate };
    },
    suspend() {
      backlog ??= [];
    },
    wake(answersFirst) {
      const missed = backlog ?? [];
      backlog = null;
      const first = answersFirst ? "answer" : "timer";
      const inOrder = [...missed.filter(({ kind }) => kind === first), ...missed.filter(({ kind }) => kind !== first)];
      // Each in its own turn, as from an event loop.
      for (const { kind, act } of inOrder) time.after(0, () => deliver(kind, act));
    },
    isAlive: () => alive,
    isAwake: () => alive && backlog === null,
  };
};

const run = async <T>(act: () => T | Promise<T>): Promise<T> => act();

const givenUp = (): AppError =>
  new AppError("DRIVER_FAILED", {
    driver: "simulated",
    act: "acting",
    problem: "it was given up",
    fix: "It is tried again.",
  });
