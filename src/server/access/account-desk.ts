import type { Actor } from "../../domain/release/commands.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { type Account, changeAccount, emptyAccount, personCalled, readAccount } from "./account.ts";
import { forgetOldWays } from "./invitations.ts";
import { passkeysOf } from "./passkey-store.ts";
import { recordAccess } from "./record-access.ts";
import { endSession, endSessions, sessionCalled, sessionsOf } from "./sessions.ts";
import { isLinked } from "./subjects.ts";
import { allTokens, revokeTokensOf } from "./tokens.ts";
import { forgetTries, lockedUntil } from "./tries.ts";

/** How an account stands, for those who look after it. */
export type AccountSummary = {
  readonly id: string;
  readonly name: string;
  readonly kind: "human" | "agent";
  /** `none`: nobody set anything up yet; an agent has tokens alone. */
  readonly state: "open" | "none" | "invited" | "locked" | "disabled";
  readonly credentials: readonly ("password" | "one-time codes" | "passkey" | "single sign-on")[];
  readonly sessions: number;
  readonly tokens: number;
  /** Until when too many failed tries lock its password. */
  readonly lockedUntil: Instant | null;
};

/** Of everybody in headgate.yaml. */
export const accountList = async (deps: AccessDeps): Promise<readonly AccountSummary[]> => {
  const now = deps.now();
  const tokens = (await allTokens(deps)).filter(({ revokedAt }) => revokedAt === null);
  const people = await deps.people();
  return Promise.all(
    people.map(async (person) => {
      const { id, name, kind } = person;
      const account = await readAccount(deps, person);
      const credentials = await credentialsOf(deps, id, account);
      return {
        id,
        name,
        kind,
        state: stateOf(account, credentials.length > 0, now),
        credentials,
        sessions: (await sessionsOf(deps, id)).length,
        tokens: tokens.filter((token) => token.account === id).length,
        lockedUntil: await lockedUntil(deps, id),
      };
    }),
  );
};

const stateOf = (account: Account | null, hasCredentials: boolean, now: Instant): AccountSummary["state"] => {
  if (account === null) return "none";
  if (account.closed !== null) return account.closed.kind;
  if (account.invitation !== null && account.invitation.until > now) return "invited";
  return hasCredentials ? "open" : "none";
};

export const credentialsOf = async (
  deps: AccessDeps,
  id: string,
  account: Account | null,
): Promise<AccountSummary["credentials"]> => [
  ...(account?.password == null ? [] : (["password"] as const)),
  ...(account?.codes == null ? [] : (["one-time codes"] as const)),
  ...((await passkeysOf(deps, id)).length === 0 ? [] : (["passkey"] as const)),
  ...((await isLinked(deps, id)) ? (["single sign-on"] as const) : []),
];

type Asked = { readonly account: string; readonly reason: string };

/** Nobody comes in until somebody unlocks it, and whoever is in is out. */
export const lockAccount = async (deps: AccessDeps, by: Actor, { account: id, reason }: Asked): Promise<void> => {
  const person = await personCalled(deps, id);
  await changeAccount(deps, person, (account) => ({
    ...account,
    closed: { kind: "locked", reason },
    invitation: null,
  }));
  await endSessions(deps, id);
  await recordAccess(deps, by, { type: "AccountLocked", account: id, until: null, reason });
};

/** For somebody who left: nothing that opened it is left either. Unlocked, it waits for an invitation or a first sign-on. */
export const disableAccount = async (deps: AccessDeps, by: Actor, { account: id, reason }: Asked): Promise<void> => {
  const person = await personCalled(deps, id);
  const closed = { kind: "disabled", reason } as const;
  await changeAccount(deps, person, () => ({ ...emptyAccount(person), closed }));
  await forgetOldWays(deps, id);
  await revokeTokensOf(deps, id);
  await recordAccess(deps, by, { type: "AccountDisabled", account: id, reason });
};

/** Lifts a lock, whether a person or too many failed tries set it. */
export const unlockAccount = async (deps: AccessDeps, by: Actor, id: string): Promise<void> => {
  const person = await personCalled(deps, id);
  await changeAccount(deps, person, (account) => (account.closed === null ? null : { ...account, closed: null }));
  await forgetTries(deps, id);
  await recordAccess(deps, by, { type: "AccountUnlocked", account: id });
};

export const revokeSessions = async (deps: AccessDeps, by: Actor, id: string): Promise<number> => {
  await personCalled(deps, id);
  const count = await endSessions(deps, id);
  const reason = `by ${by.id}`;
  if (count > 0) await recordAccess(deps, by, { type: "SessionsRevoked", account: id, count, reason });
  return count;
};

/** One's own. @throws AppError `SESSION_UNKNOWN` */
export const revokeSession = async (deps: AccessDeps, by: Actor, session: string): Promise<void> => {
  const found = await sessionCalled(deps, session);
  if (found === null || found.session.account !== by.id) throw new AppError("SESSION_UNKNOWN", { session });
  await endSession(deps, session);
  await recordAccess(deps, by, { type: "SessionRevoked", account: by.id, session });
};
