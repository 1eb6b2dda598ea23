import fc from "fast-check";
import { expect, test } from "vitest";
import { type Instant, instant } from "../units.ts";
import { type Lockout, tryOnce, unlocked } from "./lockout.ts";

const minute = 60_000;
const start = instant(Date.UTC(2026, 10, 1));
const at = (minutes: number): Instant => instant(start + minutes * minute);

/** Fails at each of these minutes; says in which it was turned away unheard. */
const play = (minutes: readonly number[]) => {
  let lockout: Lockout = unlocked;
  const away: number[] = [];
  for (const when of minutes) {
    const tried = tryOnce(lockout, at(when));
    if (tried.ok) lockout = tried.lockout;
    else away.push(when);
  }
  return { lockout, away };
};

test("the fifth failure within 15 minutes locks for 15 minutes", () => {
  expect(play([0, 1, 2, 3]).lockout.until).toBeNull();
  expect(play([0, 1, 2, 3, 4]).lockout).toEqual({ tries: [], locks: 1, until: at(19) });
  expect(play([0, 1, 2, 3, 4, 18.9, 19])).toMatchObject({ away: [18.9], lockout: { tries: [at(19)] } });
});

test("failures far apart never lock", () => {
  expect(play([0, 5, 10, 15, 20, 25, 30, 35]).lockout.until).toBeNull();
});

test("each lock is twice as long as the one before, and none is longer than a day", () => {
  let [lockout, now] = [unlocked, start];
  const lengths: number[] = [];
  for (let lock = 0; lock < 9; lock++) {
    for (let i = 0; i < 5; i++) {
      const tried = tryOnce(lockout, now);
      if (tried.ok) lockout = tried.lockout;
    }
    lengths.push((lockout.until! - now) / minute);
    now = lockout.until!;
  }
  expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
});

test("whatever the times, no more than five tries of 15 minutes are heard", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(600_000), { maxLength: 60 }), (gaps) => {
      let [lockout, now]: [Lockout, Instant] = [unlocked, start];
      const heard: Instant[] = [];
      for (const gap of gaps) {
        now = instant(now + gap);
        const tried = tryOnce(lockout, now);
        if (!tried.ok) continue;
        lockout = tried.lockout;
        heard.push(now);
        expect(heard.filter((one) => now - one < 15 * minute).length).toBeLessThanOrEqual(5);
      }
    }),
    { seed: 6 },
  );
});
