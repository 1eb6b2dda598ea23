import type { AccessDeps } from "./access-deps.ts";
import { hashOf } from "./secrets.ts";

/** Whom a provider means by a subject: linked at the first sign-in, for an address may be given to somebody else later. */
type Linked = { readonly account: string };

const kind = "subject";
type Store = Pick<AccessDeps, "vault" | "now">;

const keyOf = (issuer: string, subject: string): string => hashOf(JSON.stringify([issuer, subject]));

export const linkedAccount = async ({ vault, now }: Store, issuer: string, subject: string): Promise<string | null> =>
  ((await vault.get(kind, keyOf(issuer, subject), now()))?.value as Linked | undefined)?.account ?? null;

export const isLinked = async ({ vault, now }: Store, account: string): Promise<boolean> =>
  (await vault.list(kind, "", now())).some(({ value }) => (value as Linked).account === account);

/** Says whether it was nobody's before. */
export const link = ({ vault, now }: Store, issuer: string, subject: string, account: string): Promise<boolean> =>
  vault.put({ kind, key: keyOf(issuer, subject), value: { account }, until: null }, 0, now());

export const unlink = async ({ vault, now }: Store, account: string): Promise<void> => {
  for (const { key, value } of await vault.list(kind, "", now()))
    if ((value as Linked).account === account) await vault.remove(kind, key);
};
