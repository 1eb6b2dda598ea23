import type { Permission } from "../../domain/access/permission.ts";
import { noNarrowing, permissionsOf } from "../../domain/access/permissions-of.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { type Instant, plus } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { isClosed, personCalled, pinAccount, readAccount } from "./account.ts";
import { startAnew } from "./invitations.ts";
import { recordAccess } from "./record-access.ts";
import { openAccount } from "./standing.ts";
import { keepNewToken, keepRevoked, longestToken, type Token, tokenCalled } from "./tokens.ts";

type Asked = {
  readonly account: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly until: Instant;
};

/** Whoever asks, and what they may; null for whoever works on the server's own machine. */
export type Maker = { readonly actor: Actor; readonly may: ReadonlySet<Permission> | null };

/**
 * For oneself, for an agent that acts on one's behalf, or for any agent by an administrator. A person's token is made
 * by that person alone. It never has more than its account, nor than a person who makes it for themselves.
 *
 * @returns the text, which is told once, here
 * @throws AppError `ACCOUNT_UNKNOWN`, `NOT_PERMITTED`, `TOKEN_INVALID` with every problem
 */
export const makeToken = async (
  deps: AccessDeps,
  maker: Maker,
  asked: Asked,
): Promise<{ readonly token: Token; readonly text: string }> => {
  const person = await personCalled(deps, asked.account);
  const { actor, may } = maker;
  const isOwn = actor.id === person.id;
  const isTheirAgent = person.kind === "agent" && (person.delegator === actor.id || mayAdminister(may));
  if (!isOwn && !isTheirAgent) throw new AppError("NOT_PERMITTED", { person: actor.id, permission: "administer" });
  const { administrators, permissions: only } = deps.settings;
  const has = permissionsOf(person, { administrators, only }, noNarrowing);
  const allowed = (one: Permission): boolean => has.has(one) && (!isOwn || may === null || may.has(one));
  const problems = await problemsOf(
    deps,
    asked,
    asked.scopes.filter((one) => !allowed(one)),
  );
  const wasAnothers = person.kind === "agent" && (await readAccount(deps, person)) === null;
  // Nobody invites an agent: with its first token it begins anew.
  if (wasAnothers && problems.length === 0 && !(await isClosed(deps, person))) await startAnew(deps, person);
  if ((await openAccount(deps, person)) === null) problems.push(`the account ${person.id} is closed`);
  if (problems.length > 0) throw new AppError("TOKEN_INVALID", { problems: problems.join("; ") });
  await pinAccount(deps, person);
  const made = await keepNewToken(deps, { ...asked, madeBy: actor.id });
  const { id, account, name, scopes, until } = made.token;
  await recordAccess(deps, actor, { type: "TokenMade", account, token: id, name, scopes, until });
  return made;
};

const mayAdminister = (may: Maker["may"]): boolean => may === null || may.has("administer");

const problemsOf = async (deps: AccessDeps, asked: Asked, tooMuch: readonly Permission[]): Promise<string[]> => {
  const now = deps.now();
  const { account, name, scopes, until } = asked;
  return [
    ...(name.trim() === "" ? ["it has no name"] : []),
    ...(scopes.length === 0 ? ["it has no scopes"] : []),
    ...tooMuch.map((scope) => `${account} may not ${scope}`),
    ...(until <= now ? ["it is over already"] : []),
    ...(until > plus(now, longestToken) ? ["it is for longer than a year"] : []),
  ];
};

/** @throws AppError `TOKEN_UNKNOWN`, `NOT_PERMITTED` */
export const revokeToken = async (deps: AccessDeps, { actor, may }: Maker, id: string): Promise<Token> => {
  const token = await tokenCalled(deps, id);
  if (token === null) throw new AppError("TOKEN_UNKNOWN", { token: id });
  const owner = (await deps.people()).find((one) => one.id === token.account);
  const isTheirs = token.account === actor.id || owner?.delegator === actor.id;
  // Of somebody else's token not even that it is there.
  if (!isTheirs && !mayAdminister(may)) throw new AppError("TOKEN_UNKNOWN", { token: id });
  const revoked = await keepRevoked(deps, id);
  if (revoked === null) throw new AppError("TOKEN_UNKNOWN", { token: id });
  const { account, name } = revoked;
  if (token.revokedAt === null) await recordAccess(deps, actor, { type: "TokenRevoked", account, token: id, name });
  return revoked;
};
