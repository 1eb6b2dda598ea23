import type { Permission } from "../../domain/access/permission.ts";
import { type Instant, millis, since } from "../../domain/units.ts";
import type { AccessDeps } from "./access-deps.ts";
import { hashOf, isHashOf, newId, newSecret } from "./secrets.ts";

/** What a program shows instead of signing in. Of its secret only the hash is kept. */
export type Token = {
  readonly id: string;
  readonly account: string;
  /** Whoever made it called it so. */
  readonly name: string;
  readonly hash: string;
  readonly scopes: readonly Permission[];
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly until: Instant;
  readonly usedAt: Instant | null;
  readonly revokedAt: Instant | null;
};

const kind = "token";

export const longestToken = millis(366 * 86_400_000);

type Asked = Pick<Token, "account" | "name" | "scopes" | "madeBy" | "until">;

/** The text is told once, here; scanners of secrets know it by its form. */
export const keepNewToken = async (deps: AccessDeps, asked: Asked): Promise<{ token: Token; text: string }> => {
  const [id, secret, now] = [newId(deps), newSecret(deps), deps.now()];
  const token: Token = { id, ...asked, hash: hashOf(secret), madeAt: now, usedAt: null, revokedAt: null };
  await deps.vault.put({ kind, key: id, value: token, until: token.until }, 0, now);
  return { token, text: `hg_${id}_${secret}` };
};

const form = /^hg_([0-9a-f]{20})_([\w-]{43})$/;
const touchEvery = millis(60_000);

/** The token that a text opens, revoked or not; null for any other text. */
export const openToken = async (deps: AccessDeps, text: string): Promise<Token | null> => {
  const [, id = "", secret = ""] = form.exec(text) ?? [];
  const kept = id === "" ? null : await deps.vault.get(kind, id, deps.now());
  const token = kept?.value as Token | undefined;
  if (kept === null || token === undefined || !isHashOf(secret, token.hash)) return null;
  const now = deps.now();
  if (token.revokedAt === null && (token.usedAt === null || since(token.usedAt, now) >= touchEvery))
    await deps.vault.put({ ...kept, value: { ...token, usedAt: now } }, kept.version, now);
  return token;
};

export const tokenCalled = async ({ vault, now }: AccessDeps, id: string): Promise<Token | null> =>
  ((await vault.get(kind, id, now()))?.value as Token | undefined) ?? null;

/** Newest first. */
export const allTokens = async ({ vault, now }: Pick<AccessDeps, "vault" | "now">): Promise<readonly Token[]> =>
  (await vault.list(kind, "", now())).map(({ value }) => value as Token).toSorted((a, b) => b.madeAt - a.madeAt);

export const revokeTokensOf = async (deps: AccessDeps, account: string): Promise<void> => {
  for (const token of await allTokens(deps)) if (token.account === account) await keepRevoked(deps, token.id);
};

/** It stays in the lists until it would have ended. A request with it may write that it was used, which is no reason to give up. */
export const keepRevoked = async ({ vault, now }: AccessDeps, id: string): Promise<Token | null> => {
  for (;;) {
    const kept = await vault.get(kind, id, now());
    if (kept === null) return null;
    const token = kept.value as Token;
    if (token.revokedAt !== null) return token;
    const revoked = { ...token, revokedAt: now() };
    if (await vault.put({ ...kept, value: revoked }, kept.version, now())) return revoked;
  }
};
