import { forgottenAt, type Lockout, tryOnce, unlocked } from "../../domain/access/lockout.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf } from "./secrets.ts";
import { sweep } from "./sweep.ts";

const kind = "lockout";

/**
 * Counted apart: anybody can lock a name by signing in wrongly, which shall keep nobody who is in from signing. For a
 * proof somebody is in.
 */
export type At = "sign-in" | "proof";

/** By hash: a name that is typed in vain may be a password. */
const keyOf = (name: string, at: At): string => hashOf(JSON.stringify([at, name.toLowerCase()]));

type Store = Pick<AccessDeps, "vault" | "now">;

/**
 * Counts one try for a name, before anybody looks whether it is right.
 *
 * @returns   until when this try locked the name, should it be wrong; null when it did not
 * @throws AppError `LOCKED`
 */
export const countTry = async ({ vault, now }: Store, name: string, at: At = "sign-in"): Promise<Instant | null> => {
  const key = keyOf(name, at);
  await sweep({ vault, now }, kind, key.slice(0, 2));
  for (;;) {
    const time = now();
    const kept = await vault.get(kind, key, time);
    const tried = tryOnce((kept?.value as Lockout | undefined) ?? unlocked, time);
    if (!tried.ok) throw new AppError("LOCKED", { until: new Date(tried.until).toISOString() });
    const value = tried.lockout;
    // Whoever was faster counted one: this one is counted after it, and the end of that is a lock.
    if (await vault.put({ kind, key, value, until: forgottenAt(time) }, kept?.version ?? 0, time)) return value.until;
  }
};

const both = ["sign-in", "proof"] as const;

export const forgetTries = async ({ vault }: Store, name: string): Promise<void> => {
  for (const at of both) await vault.remove(kind, keyOf(name, at));
};

/** The later of the two. */
export const lockedUntil = async ({ vault, now }: Store, name: string): Promise<Instant | null> => {
  const time = now();
  const kept = await Promise.all(both.map((at) => vault.get(kind, keyOf(name, at), time)));
  const ends = kept.map((one) => (one?.value as Lockout | undefined)?.until ?? time);
  const until = ends.reduce((a, b) => (a > b ? a : b));
  return until > time ? until : null;
};
