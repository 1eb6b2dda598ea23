import type { Way } from "../../domain/access/events.ts";
import type { Permission } from "../../domain/access/permission.ts";
import { type Instant, millis, plus } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { type Account, changeAccount } from "./account.ts";
import { useCode } from "./one-time-codes.ts";
import { passwordSecret } from "./password-secret.ts";
import { hashPassword, isKeyed, isPassword } from "./passwords.ts";
import { recordAccess } from "./record-access.ts";
import { refuseSignIn } from "./refusals.ts";
import { hashOf, isHashOf, newId, newSecret } from "./secrets.ts";
import { beginSession } from "./sessions.ts";
import { openAccount } from "./standing.ts";
import { sweep } from "./sweep.ts";
import { countTry, forgetTries } from "./tries.ts";

export type Device = { readonly agent: string; readonly address: string };

/** `cookie`: what the browser shows from now on. `step`: what has to come back with a code. */
export type SignIn =
  | { readonly done: true; readonly cookie: string; readonly account: string }
  | { readonly done: false; readonly step: string };

type Named = { readonly name: string; readonly password: string };

/**
 * By name and password; whoever has set up codes is asked for one after that. Nothing of the answer, nor how long it
 * takes, tells whether somebody is called so.
 *
 * @throws AppError `SIGN_IN_REFUSED`, `LOCKED`, `SIGN_IN_UNAVAILABLE`
 */
export const signInByPassword = async (
  deps: AccessDeps,
  { name, password }: Named,
  device: Device,
): Promise<SignIn> => {
  if (!deps.settings.signIn.local) throw new AppError("SIGN_IN_UNAVAILABLE", { way: "A password" });
  const called = name.trim().toLowerCase();
  const lock = await countTry(deps, called);
  const person = (await deps.people()).find(({ id, kind }) => id === called && kind === "human");
  const account = person === undefined ? null : await openAccount(deps, person);
  const isRight = await isPassword(password, account?.password ?? null, passwordSecret(deps));
  if (person === undefined || account === null || !isRight)
    return refuseSignIn(deps, {
      account: person?.id ?? null,
      why: whyNot(person, account !== null),
      address: device.address,
      lock,
    });
  await keepWithSecret(deps, person, account, password);
  if (account.codes !== null) return { done: false, step: await keepHalf(deps, person.id) };
  return letIn(deps, person.id, "password", device);
};

/** A hash of before there was a secret is made anew as soon as its password is known again. */
const keepWithSecret = async (
  deps: AccessDeps,
  person: AccessPerson,
  { password: kept }: Account,
  password: string,
): Promise<void> => {
  const secret = passwordSecret(deps);
  if (secret === null || kept === null || isKeyed(kept)) return;
  const hash = await hashPassword(password, secret);
  // Whoever set another one meanwhile is faster.
  await changeAccount(deps, person, (account) => (account.password === kept ? { ...account, password: hash } : null));
};

const whyNot = (person: AccessPerson | undefined, isOpen: boolean): string => {
  if (person === undefined) return "unknown name";
  return isOpen ? "wrong password" : "the account is closed";
};

/** The name is free again, and the browser has a session of its own. */
export const letIn = async (
  deps: AccessDeps,
  account: string,
  by: Way,
  device: Device,
  groups: readonly Permission[] | null = null,
): Promise<SignIn & { readonly done: true }> => {
  await forgetTries(deps, account);
  const { session, cookie } = await beginSession(deps, account, device, groups);
  const fact = { type: "SignedIn", account, by, session: session.id, address: device.address } as const;
  await recordAccess(deps, { kind: "human", id: account, via: { session: session.id } }, fact);
  return { done: true, cookie, account };
};

/** Of somebody whose password was right. */
type Half = { readonly account: string; readonly hash: string };
const kind = "half sign-in";
const halfFor = millis(5 * 60_000);

const keepHalf = async (deps: AccessDeps, account: string): Promise<string> => {
  const [id, secret, now] = [newId(deps), newSecret(deps), deps.now()];
  const value: Half = { account, hash: hashOf(secret) };
  await sweep(deps, kind);
  await deps.vault.put({ kind, key: id, value, until: plus(now, halfFor) }, 0, now);
  return `${id}.${secret}`;
};

const openHalf = async ({ vault, now }: AccessDeps, step: string) => {
  const [id = "", secret = ""] = step.split(".");
  const kept = await vault.get(kind, id, now());
  const half = kept?.value as Half | undefined;
  return half !== undefined && isHashOf(secret, half.hash) ? { id, account: half.account } : null;
};

/** @throws AppError `SIGN_IN_REFUSED`, `LOCKED` */
export const signInByCode = async (
  deps: AccessDeps,
  { step, code }: { readonly step: string; readonly code: string },
  device: Device,
): Promise<SignIn & { readonly done: true }> => {
  const half = await openHalf(deps, step);
  const person = (await deps.people()).find(({ id }) => id === half?.account);
  if (half === null || person === undefined) throw new AppError("SIGN_IN_REFUSED", {});
  const lock: Instant | null = await countTry(deps, person.id);
  const isOpen = (await openAccount(deps, person)) !== null;
  const used = isOpen ? await useCode(deps, person, code) : null;
  if (used === null)
    return refuseSignIn(deps, { account: person.id, why: "wrong code", address: device.address, lock });
  await deps.vault.remove(kind, half.id);
  return letIn(deps, person.id, `password and ${used}`, device);
};
