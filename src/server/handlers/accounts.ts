import {
  type AccountAnswer,
  disableAccount,
  endSessionsOf,
  inviteAccount,
  listAccounts,
  lockAccount,
  unlockAccount,
} from "../../api/routes/account-routes.ts";
import type { AccessDeps } from "../access/access-deps.ts";
import {
  type AccountSummary,
  accountList,
  disableAccount as disable,
  lockAccount as lock,
  revokeSessions,
  unlockAccount as unlock,
} from "../access/account-desk.ts";
import { invite } from "../access/invitations.ts";
import { reauthenticate } from "../access/reauthenticate.ts";
import { actorOf } from "../call.ts";
import { type Served, serve } from "../register.ts";
import { signedIn, timeText } from "./me.ts";

/** Of those who look after the accounts of others. */
export const accountHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(listAccounts, async () => ({ accounts: (await accountList(deps)).map(accountAnswer) })),
  serve(inviteAccount, async (call) => {
    // Whoever holds the link may become that person: it takes more than a browser that was left open.
    const proof = await reauthenticate(deps, signedIn(call.who), call.body.proof);
    const { link, until } = await invite(deps, actorOf(call, proof), call.params.account);
    return { link, until: timeText(until) };
  }),
  serve(lockAccount, (call) => lock(deps, actorOf(call), { ...call.params, ...call.body })),
  serve(unlockAccount, (call) => unlock(deps, actorOf(call), call.params.account)),
  serve(disableAccount, (call) => disable(deps, actorOf(call), { ...call.params, ...call.body })),
  serve(endSessionsOf, async (call) => ({ count: await revokeSessions(deps, actorOf(call), call.params.account) })),
];

export const accountAnswer = ({ lockedUntil, credentials, ...one }: AccountSummary): AccountAnswer => ({
  ...one,
  credentials: [...credentials],
  lockedUntil: lockedUntil === null ? null : timeText(lockedUntil),
});
