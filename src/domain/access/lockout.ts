import { type Instant, type Millis, millis, plus, since } from "../units.ts";

/** Failed tries of one name, whether somebody is called so or not: a lock tells nothing about that. */
export type Lockout = {
  /** Of tries that may have failed; one that came well empties it. */
  readonly tries: readonly Instant[];
  /** How often it was locked since somebody came in. */
  readonly locks: number;
  readonly until: Instant | null;
};

export const unlocked: Lockout = { tries: [], locks: 0, until: null };

const mostTries = 5;
const window = millis(15 * 60_000);
const firstLock = 15 * 60_000;
const longestLock = 24 * 60 * 60_000;

export type Tried =
  | { readonly ok: true; readonly lockout: Lockout; readonly locksNow: boolean }
  | { readonly ok: false; readonly until: Instant };

/**
 * One try more. It is counted before anybody looks whether it is right, so that many at once are no way around. The
 * fifth within 15 minutes locks, for 15 minutes at first and twice as long each time, a day at most; who comes in by
 * it nevertheless is let in and unlocked. Tries while it is locked change nothing.
 */
export const tryOnce = ({ tries, locks, until }: Lockout, now: Instant): Tried => {
  if (until !== null && now < until) return { ok: false, until };
  const recent = [...tries.filter((at) => since(at, now) < window), now];
  if (recent.length < mostTries) return { ok: true, lockout: { tries: recent, locks, until: null }, locksNow: false };
  const lockout = { tries: [], locks: locks + 1, until: plus(now, lengthOf(locks)) };
  return { ok: true, lockout, locksNow: true };
};

const lengthOf = (locks: number): Millis => millis(Math.min(firstLock * 2 ** locks, longestLock));

/** After this nothing of it matters any more: the lock is over, and so is what made the next one longer. */
export const forgottenAt = (now: Instant): Instant => plus(now, millis(2 * longestLock));
