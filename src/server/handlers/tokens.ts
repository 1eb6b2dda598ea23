import { listTokens, makeToken, revokeToken, type TokenAnswer } from "../../api/routes/token-routes.ts";
import type { Instant } from "../../domain/units.ts";
import type { AccessDeps } from "../access/access-deps.ts";
import { ownerAtHand } from "../access/own-credentials.ts";
import { makeToken as make, revokeToken as revoke } from "../access/token-desk.ts";
import { allTokens, type Token } from "../access/tokens.ts";
import { actorOf } from "../call.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";
import { signedIn, timeText } from "./me.ts";

export const tokenHandlers = (deps: AccessDeps): readonly Served[] => [
  serve(listTokens, async ({ who }) => {
    const isSeen = await visibleTo(deps, signedIn(who));
    return { tokens: (await allTokens(deps)).filter(isSeen).map(tokenAnswer) };
  }),
  serve(makeToken, async (call) => {
    const who = signedIn(call.who);
    const { proof, account = who.person.id, ...asked } = call.body;
    await ownerAtHand(deps, who, { proof });
    const maker = { actor: actorOf(call), may: who.permissions };
    const { token, text } = await make(deps, maker, { ...asked, account });
    return { token: tokenAnswer(token), text };
  }),
  serve(revokeToken, async (call) => {
    const may = signedIn(call.who).permissions;
    return tokenAnswer(await revoke(deps, { actor: actorOf(call), may }, call.params.token));
  }),
];

const visibleTo = async (deps: AccessDeps, { person, permissions }: Principal) => {
  const agents = (await deps.people()).filter(({ delegator }) => delegator === person.id).map(({ id }) => id);
  return ({ account }: Token): boolean =>
    permissions.has("administer") || account === person.id || agents.includes(account);
};

const maybe = (at: Instant | null): string | null => (at === null ? null : timeText(at));

/** Without what opens it. */
export const tokenAnswer = ({ hash: _, scopes, madeAt, until, usedAt, revokedAt, ...token }: Token): TokenAnswer => ({
  ...token,
  scopes: [...scopes],
  madeAt: timeText(madeAt),
  until: timeText(until),
  usedAt: maybe(usedAt),
  revokedAt: maybe(revokedAt),
});
