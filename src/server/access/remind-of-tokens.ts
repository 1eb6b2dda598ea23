import { setTimeout as sleep } from "node:timers/promises";
import { type Instant, since } from "../../domain/units.ts";
import { utc } from "../../domain/utc.ts";
import type { AccessPerson } from "./access-person.ts";
import type { Post } from "./tell-accounts.ts";
import { allTokens, type Token } from "./tokens.ts";

const week = 7 * 86_400_000;

/**
 * Tells whoever has to renew a token that it ends soon, once, until the signal (ASVS 2.3.3). Of several replicas one
 * tells. What could not be sent is logged, and sent at the next look.
 */
export const remindOfTokens = async (post: Post, signal: AbortSignal): Promise<void> => {
  const { onProblem, pause = 3_600_000 } = post;
  while (!signal.aborted) {
    await remindOnce(post).catch(onProblem);
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
};

export const remindOnce = async (post: Post): Promise<void> => {
  const { vault, now, people, onProblem } = post;
  const all = (await allTokens({ vault, now })).filter((token) => endsSoon(token, now()));
  if (all.length === 0) return;
  const known = await people();
  for (const token of all) {
    const to = renewerOf(token, known)?.emails[0];
    if (to !== undefined) await remind(post, token, to).catch(onProblem);
  }
};

/** In its last week, or in the last third of a shorter life. */
const endsSoon = ({ until, madeAt, revokedAt }: Token, now: Instant): boolean =>
  revokedAt === null && since(now, until) <= Math.min(week, since(madeAt, until) / 3);

/** An agent's token is renewed by whom it acts for. */
const renewerOf = ({ account }: Token, people: readonly AccessPerson[]): AccessPerson | undefined => {
  const owner = people.find(({ id }) => id === account);
  return owner?.kind === "agent" ? people.find(({ id }) => id === owner.delegator) : owner;
};

const remind = async ({ vault, now, send }: Post, token: Token, to: string): Promise<void> => {
  const [kind, key] = ["told", `token-ends/${token.id}`];
  if (!(await vault.put({ kind, key, value: null, until: token.until }, 0, now()))) return;
  try {
    await send({ key, to, subject: "Headgate: a token ends soon", body: letterOf(token) });
  } catch (error) {
    await vault.remove(kind, key);
    throw error;
  }
};

const letterOf = ({ id, name, account, scopes, until, usedAt }: Token): string =>
  `The token ${name} of ${account} (${scopes.join(", ")}) ends at ${utc(until)}; ${
    usedAt === null ? "it was never used" : `it was last used at ${utc(usedAt)}`
  }. What shows it after that is refused.

To renew it, make another one, let what uses it take that, and end this one:

headgate token make ${account} --name "${name}" ${scopes.map((one) => `--scope ${one}`).join(" ")} --as <you>
headgate token revoke ${id} --as <you>

The settings page does the same. If nothing needs it any more, let it end.`;
