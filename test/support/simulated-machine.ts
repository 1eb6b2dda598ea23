import { type Clock, timedOut } from "../../src/conductor/clock.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import type { Time } from "./simulated-time.ts";

/** One call over the network: on its way, in effect, and on its way back, in ms. */
export type Call<T> = {
  readonly act: () => T | Promise<T>;
  readonly send?: number;
  readonly answer?: number;
  /** Given up when it aborts; what is not in effect by then never will be. */
  readonly signal?: AbortSignal;
};

/**
 * A process that can be killed or stopped between any two of its awaits: it goes on only when an answer or a timer is
 * delivered to it. What it sent before takes effect all the same, and late.
 */
export type Machine = {
  readonly clock: Clock;
  readonly now: () => Instant;
  call<T>(call: Call<T>): Promise<T>;
  /** Killed at its nth call from now on: before that one is sent, or when it took effect and before it was answered. */
  killAt(nth: number, when: "before" | "after"): void;
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

type Delivery = { readonly act: () => void; readonly kind: "timer" | "answer" };

/** @param skew  by how much its time of day is wrong now, in ms */
export const simulatedMachine = (
  time: Pick<Time, "now" | "after">,
  skew: () => number,
  onKill: () => void = () => undefined,
): Machine => {
  let alive = true;
  let backlog: Delivery[] | null = null;
  let fate: { left: number; readonly when: "before" | "after" } | null = null;

  const kill = (): void => {
    if (!alive) return;
    alive = false;
    onKill();
  };
  const deliver = (kind: Delivery["kind"], act: () => void): void => {
    if (!alive) return;
    if (backlog === null) act();
    else backlog.push({ kind, act });
  };
  const isFate = (when: "before" | "after"): boolean => fate !== null && fate.left === 0 && fate.when === when;

  const call = <T>({ act, send = 0, answer = 0, signal }: Call<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (!alive) return;
      if (fate !== null) fate.left -= 1;
      if (isFate("before")) return kill();
      const isOurs = isFate("after");
      if (signal?.aborted) return deliver("answer", () => reject(givenUp()));
      let done = false;
      const end = (outcome: () => void): void => {
        if (done) return;
        done = true;
        signal?.removeEventListener("abort", giveUp);
        deliver("answer", outcome);
      };
      const giveUp = (): void => end(() => reject(givenUp()));
      const back = (outcome: () => void): void => {
        if (isOurs) kill();
        if (answer === 0) end(outcome);
        else time.after(answer, () => end(outcome));
      };
      const perform = (): void => {
        if (done && alive) return;
        run(act).then(
          (value) => back(() => resolve(value)),
          (error) => back(() => reject(error)),
        );
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      if (send === 0) perform();
      else time.after(send, perform);
    });

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
    killAt(nth, when) {
      fate = { left: nth, when };
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
