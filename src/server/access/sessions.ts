import type { Permission } from "../../domain/access/permission.ts";
import { type Instant, instant, millis, plus, since } from "../../domain/units.ts";
import type { Kept } from "../../journal/port.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf, isHashOf, newId, newSecret } from "./secrets.ts";
import { sweep } from "./sweep.ts";

/** What is kept of a browser that somebody signed in with. Of the secret in its cookie only the hash. */
export type Session = {
  readonly id: string;
  readonly account: string;
  readonly hash: string;
  readonly begunAt: Instant;
  readonly usedAt: Instant;
  /** As the browser names itself; cut. */
  readonly agent: string;
  readonly address: string;
  /** What the groups of a single sign-on gave; null = it was none, or groups say nothing here. */
  readonly groups: readonly Permission[] | null;
  /** When the provider last asked its owner who they are, for a signature to come; one signature uses it up. */
  readonly provedAt: Instant | null;
};

const kind = "session";

/** Browsers take a name with this prefix only over https, from this host alone, and for all paths. */
export const sessionCookie = ({ settings }: Pick<AccessDeps, "settings">): string =>
  settings.url.startsWith("https:") ? "__Host-headgate" : "headgate";

type Device = { readonly agent: string; readonly address: string };

/** A new one at each sign-in: whatever the browser had before is worth nothing. */
export const beginSession = async (
  deps: AccessDeps,
  account: string,
  device: Device,
  groups: readonly Permission[] | null = null,
): Promise<{ readonly session: Session; readonly cookie: string }> => {
  const [id, secret, now] = [newId(deps), newSecret(deps), deps.now()];
  const session: Session = {
    id,
    account,
    hash: hashOf(secret),
    begunAt: now,
    usedAt: now,
    agent: device.agent.slice(0, 200),
    address: device.address,
    groups,
    provedAt: null,
  };
  await sweep(deps, kind, id.slice(0, 1));
  await deps.vault.put({ kind, key: id, value: session, until: endOf(deps, session, now) }, 0, now);
  return { session, cookie: `${id}.${secret}` };
};

/** Idle time is counted from the last request, but no session outlives its longest. */
const endOf = ({ settings }: Pick<AccessDeps, "settings">, { begunAt }: Session, usedAt: Instant): Instant =>
  instant(Math.min(plus(usedAt, settings.sessions.idle), plus(begunAt, settings.sessions.longest)));

/** More often it is not written that a session was used. */
const touchEvery = millis(60_000);

/** The session that a cookie opens, with its secret; null for any other text. */
export const openSession = async (
  deps: AccessDeps,
  cookie: string,
  isUse: boolean,
): Promise<{ readonly session: Session; readonly secret: string } | null> => {
  const [id = "", secret = ""] = cookie.split(".");
  const kept = await sessionCalled(deps, id);
  if (kept === null || !isHashOf(secret, kept.session.hash)) return null;
  if (isUse) await touch(deps, kept);
  return { session: kept.session, secret };
};

type Found = { readonly session: Session; readonly version: number };

const found = ({ value, version }: Kept): Found => ({ session: value as Session, version });

export const sessionCalled = async ({ vault, now }: AccessDeps, id: string): Promise<Found | null> => {
  const kept = await vault.get(kind, id, now());
  return kept === null ? null : found(kept);
};

const touch = async (deps: AccessDeps, { session, version }: Found): Promise<void> => {
  const now = deps.now();
  if (since(session.usedAt, now) < touchEvery) return;
  // Another request of it may be faster, which is just as well.
  await keepSession(deps, { ...session, usedAt: now }, version);
};

/** Says whether it was still at that version. */
export const keepSession = (deps: AccessDeps, session: Session, version: number): Promise<boolean> =>
  deps.vault.put(
    { kind, key: session.id, value: session, until: endOf(deps, session, session.usedAt) },
    version,
    deps.now(),
  );

export const sessionsOf = async ({ vault, now }: AccessDeps, account: string): Promise<readonly Session[]> =>
  (await vault.list(kind, "", now())).map((kept) => found(kept).session).filter((one) => one.account === account);

export const endSession = ({ vault }: AccessDeps, id: string): Promise<void> => vault.remove(kind, id);

/** All of an account but one; says how many there were. */
export const endSessions = async (deps: AccessDeps, account: string, but: string | null = null): Promise<number> => {
  const ending = (await sessionsOf(deps, account)).filter(({ id }) => id !== but);
  for (const { id } of ending) await endSession(deps, id);
  return ending.length;
};
