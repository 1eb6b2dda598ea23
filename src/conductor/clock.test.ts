import { expect, test } from "vitest";
import { alarm, type Clock, systemClock } from "./clock.ts";

test("a wait ends with its time, or at once with the signal, and leaves no listener behind", async () => {
  const stop = new AbortController();
  await systemClock.wait(1, stop.signal);
  const waiting = systemClock.wait(60_000, stop.signal);
  stop.abort();
  await waiting;
  await systemClock.wait(60_000, stop.signal);
});

test("a timeout aborts as the platform's own does, unless it was disposed of", async () => {
  using limit = systemClock.timeout(1);
  await systemClock.wait(50, limit.signal);
  expect(limit.signal.reason).toMatchObject({ name: "TimeoutError" });

  const given = systemClock.timeout(1);
  given[Symbol.dispose]();
  await systemClock.wait(10, new AbortController().signal);
  expect(given.signal.aborted).toBe(false);
});

/** A clock whose waits end only by their signal. */
const stoodStill: Clock = { ...systemClock, wait: (_, signal) => systemClock.wait(60_000, signal) };

test("a ring ends the wait, and one that came in between ends the next", async () => {
  const bell = alarm(stoodStill, new AbortController().signal);
  const waiting = bell.wait(1);
  bell.ring();
  await waiting;
  bell.ring();
  await bell.wait(1);
});

test("the signal ends this wait and every later one", async () => {
  const stop = new AbortController();
  const bell = alarm(stoodStill, stop.signal);
  const waiting = bell.wait(1);
  stop.abort();
  await waiting;
  await bell.wait(1);
});
