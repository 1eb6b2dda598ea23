import { forgottenAt, type Lockout, type Tried, tryOnce, unlocked } from "../../domain/access/lockout.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf } from "./secrets.ts";
import { sweep } from "./sweep.ts";

const kind = "lockout";

/** By hash: a name that is typed in vain may be a password. */
const keyOf = (name: string): string => hashOf(name.toLowerCase());

type Store = Pick<AccessDeps, "vault" | "now">;

/**
 * Counts one try for a name, before anybody looks whether it is right.
 *
 * @returns   until when this try locked the name, should it be wrong; null when it did not
 * @throws AppError `LOCKED`
 */
export const countTry = async ({ vault, now }: Store, name: string): Promise<Instant | null> => {
  const key = keyOf(name);
  await sweep({ vault, now }, kind, key.slice(0, 2));
  for (;;) {
    const at = now();
    const kept = await vault.get(kind, key, at);
    const tried: Tried = tryOnce((kept?.value as Lockout | undefined) ?? unlocked, at);
    if (!tried.ok) throw new AppError("LOCKED", { until: new Date(tried.until).toISOString() });
    const value = tried.lockout;
    // Whoever was faster counted one: this one is counted after it, and the end of that is a lock.
    if (await vault.put({ kind, key, value, until: forgottenAt(at) }, kept?.version ?? 0, at)) return value.until;
  }
};

export const forgetTries = ({ vault }: Store, name: string): Promise<void> => vault.remove(kind, keyOf(name));

export const lockedUntil = async ({ vault, now }: Store, name: string): Promise<Instant | null> => {
  const until = ((await vault.get(kind, keyOf(name), now()))?.value as Lockout | undefined)?.until ?? null;
  return until !== null && until > now() ? until : null;
};
