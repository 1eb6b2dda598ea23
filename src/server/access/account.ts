import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";

/** What an account's owner comes in by. Its id is the person's; nothing of it opens anything by being read. */
export type Account = {
  /** An address of the person at the time: an id that was given to somebody else does not inherit the account. */
  readonly email: string;
  /** Argon2id, in the form of PHC. */
  readonly password: string | null;
  readonly codes: OneTimeCodes | null;
  /** Codes that are being set up and were not confirmed yet. */
  readonly codesDraft: { readonly secret: string; readonly until: Instant } | null;
  readonly invitation: { readonly hash: string; readonly until: Instant } | null;
  /** By a person, until one lifts it. */
  readonly closed: { readonly kind: "locked" | "disabled"; readonly reason: string } | null;
};

export type OneTimeCodes = {
  /** Base32. It has to be kept as it is, for codes are computed from it. */
  readonly secret: string;
  /** Half minutes since 1970 of the last one used: none is taken twice. */
  readonly lastStep: number;
  /** Hashes of those that are left. */
  readonly recovery: readonly string[];
};

const kind = "account";

export const emptyAccount = ({ emails }: AccessPerson): Account => ({
  email: emails[0] ?? "",
  password: null,
  codes: null,
  codesDraft: null,
  invitation: null,
  closed: null,
});

/** Of a person of headgate.yaml; null when the account was somebody else's, who was called the same. */
export const readAccount = async ({ vault, now }: AccessDeps, person: AccessPerson): Promise<Account | null> => {
  const kept = await vault.get(kind, person.id, now());
  if (kept === null) return emptyAccount(person);
  const account = kept.value as Account;
  return person.emails.includes(account.email) ? account : null;
};

/** Tries of one write, where several come at once. */
const tries = 20;

/**
 * Changes it as it stands at that moment. `change` gives null to leave it alone, and so does this.
 *
 * @throws AppError `ACCOUNT_UNKNOWN` when it was somebody else's
 */
export const changeAccount = async (
  deps: AccessDeps,
  person: AccessPerson,
  change: (account: Account) => Account | null,
): Promise<Account | null> => {
  const { vault, now } = deps;
  for (let i = 0; i < tries; i++) {
    const version = (await vault.get(kind, person.id, now()))?.version ?? 0;
    const account = await readAccount(deps, person);
    if (account === null) throw new AppError("ACCOUNT_UNKNOWN", { account: person.id });
    const changed = change(account);
    if (changed === null) return null;
    if (await vault.put({ kind, key: person.id, value: changed, until: null }, version, now())) return changed;
  }
  throw new AppError("JOURNAL_BUSY", { problem: "an account is being changed by others all the time" });
};

/** Its address is kept from now on, so that whoever is called the same later does not inherit what opens it (R200). */
export const pinAccount = async (deps: AccessDeps, person: AccessPerson): Promise<void> =>
  void (await changeAccount(deps, person, (account) => account));

/** The hash of every account that has a password, whosever it is. */
export const passwordsKept = async ({ vault, now }: Pick<AccessDeps, "vault" | "now">): Promise<readonly string[]> =>
  (await vault.list(kind, "", now())).flatMap(({ value }) => (value as Account).password ?? []);

/** By a person, whosever it was then. */
export const isClosed = async ({ vault, now }: AccessDeps, { id }: AccessPerson): Promise<boolean> =>
  ((await vault.get(kind, id, now()))?.value as Account | undefined)?.closed != null;

/** Begins it anew: nothing of what opened it before is left. */
export const resetAccount = async (
  { vault, now }: AccessDeps,
  person: AccessPerson,
  account: Account,
): Promise<void> => {
  await vault.remove(kind, person.id);
  await vault.put({ kind, key: person.id, value: account, until: null }, 0, now());
};

/** @throws AppError `ACCOUNT_UNKNOWN` */
export const personCalled = async ({ people }: AccessDeps, id: string): Promise<AccessPerson> => {
  const person = (await people()).find((one) => one.id === id);
  if (person === undefined) throw new AppError("ACCOUNT_UNKNOWN", { account: id });
  return person;
};
