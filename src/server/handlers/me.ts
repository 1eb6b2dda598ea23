import {
  addPasskey,
  beginCodes,
  changePassword,
  confirmCodes,
  endOtherSessions,
  endSession,
  listSessions,
  me,
  newPasskeyQuestion,
  proofQuestion,
  proveBySignOn,
  removeCodes,
  removePasskey,
} from "../../api/routes/me-routes.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "../access/access-deps.ts";
import { personCalled, readAccount } from "../access/account.ts";
import { revokeSession } from "../access/account-desk.ts";
import { beginCodes as newCodes } from "../access/one-time-codes.ts";
import {
  dropPasskey,
  ownerAtHand,
  changePassword as setPassword,
  turnCodesOff,
  turnCodesOn,
} from "../access/own-credentials.ts";
import { type Passkey, passkeysOf } from "../access/passkey-store.ts";
import { addPasskey as keepNew, newPasskeyOptions, passkeyOptions } from "../access/passkeys.ts";
import { recordAccess } from "../access/record-access.ts";
import { endSessions, sessionsOf } from "../access/sessions.ts";
import { beginSignOn, signOnCookie } from "../access/single-sign-on.ts";
import { isLinked } from "../access/subjects.ts";
import { actorOf } from "../call.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";

/** About oneself. */
export const meHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(me, ({ who }) => describeOwn(deps, signedIn(who))),
  ...credentialHandlers(deps),
  ...passkeyHandlers(deps),
  ...sessionHandlers(deps),
];

/** @throws AppError `NOT_SIGNED_IN` */
export const signedIn = (who: Principal | null): Principal => {
  if (who === null) throw new AppError("NOT_SIGNED_IN", {});
  return who;
};

/** @throws AppError `SESSION_WANTED` */
const inSession = (who: Principal | null): Principal => {
  const principal = signedIn(who);
  if (principal.by.kind === "session") return principal;
  throw new AppError("SESSION_WANTED", { person: principal.person.id });
};

export const timeText = (at: Instant): string => new Date(at).toISOString();
const maybe = (at: Instant | null): string | null => (at === null ? null : timeText(at));

const passkeyAnswer = ({ id, name, madeAt, usedAt }: Passkey) => ({
  id,
  name,
  madeAt: timeText(madeAt),
  usedAt: maybe(usedAt),
});

const describeOwn = async (deps: AccessDeps, { person, permissions, by }: Principal) => {
  const account = await readAccount(deps, await personCalled(deps, person.id));
  return {
    person,
    permissions: [...permissions],
    by: by.kind === "session" ? by.kind : ("token" as const),
    csrf: by.kind === "session" ? by.csrf : null,
    credentials: {
      password: account?.password != null,
      codes: account?.codes == null ? null : { recoveryLeft: account.codes.recovery.length },
      passkeys: (await passkeysOf(deps, person.id)).map(passkeyAnswer),
      singleSignOn: await isLinked(deps, person.id),
    },
  };
};

const credentialHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(changePassword, ({ who, body }) => setPassword(deps, signedIn(who), body)),
  serve(beginCodes, async ({ who, body }) => newCodes(deps, await ownerAtHand(deps, signedIn(who), body))),
  serve(confirmCodes, async ({ who, body }) => ({
    recovery: [...(await turnCodesOn(deps, inSession(who), body.code))],
  })),
  serve(removeCodes, ({ who, body }) => turnCodesOff(deps, signedIn(who), body)),
];

const passkeyHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(newPasskeyQuestion, async ({ who, body }) => ({
    ...(await newPasskeyOptions(deps, await ownerAtHand(deps, signedIn(who), body))),
  })),
  serve(addPasskey, async ({ who, body }) => {
    const person = await personCalled(deps, inSession(who).person.id);
    return passkeyAnswer(await keepNew(deps, person, body));
  }),
  serve(removePasskey, ({ who, body }) => dropPasskey(deps, signedIn(who), body)),
  serve(proofQuestion, async ({ who }) => ({
    ...(await passkeyOptions(deps, { purpose: "prove", account: signedIn(who).person.id })),
  })),
  serve(proveBySignOn, async ({ who, body, cookies }) => {
    const { url, cookie } = await beginSignOn(deps, inSession(who), body.to);
    cookies.set(signOnCookie(deps), cookie, { maxAge: 300 });
    return { url };
  }),
];

const sessionHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(listSessions, async ({ who }) => {
    const { person, by } = signedIn(who);
    const sessions = await sessionsOf(deps, person.id);
    return {
      sessions: sessions.map(({ id, agent, address, begunAt, usedAt }) => ({
        ...{ id, agent, address, begunAt: timeText(begunAt), usedAt: timeText(usedAt) },
        current: id === by.id,
      })),
    };
  }),
  serve(endSession, async (call) => revokeSession(deps, actorOf(call), call.params.session)),
  serve(endOtherSessions, async (call) => {
    const { person, by } = signedIn(call.who);
    const count = await endSessions(deps, person.id, by.id);
    const fact = { type: "SessionsRevoked", account: person.id, count, reason: `by ${person.id}` } as const;
    if (count > 0) await recordAccess(deps, actorOf(call), fact);
    return { count };
  }),
];
