import type { ProofGiven } from "../../api/routes/proof.ts";
import type { CredentialKind } from "../../domain/access/events.ts";
import { whyWeak } from "../../domain/access/why-weak.ts";
import { AppError } from "../../errors.ts";
import { actorOf } from "../call.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { changeAccount, personCalled, readAccount } from "./account.ts";
import { confirmCodes } from "./one-time-codes.ts";
import { passkeysOf, removePasskey } from "./passkey-store.ts";
import { passwordSecret } from "./password-secret.ts";
import { hashPassword } from "./passwords.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { recordAccess } from "./record-access.ts";
import { endSessions } from "./sessions.ts";
import { isLinked } from "./subjects.ts";

type Proved = { readonly proof?: ProofGiven | undefined };

/**
 * A person at a browser who has just proved who they are: what opens an account is changed by nobody else, least of all
 * by a token.
 *
 * @throws AppError `SESSION_WANTED`, `PROOF_WANTED`, `PROOF_REFUSED`, `LOCKED`
 */
export const ownerAtHand = async (deps: AccessDeps, who: Principal, { proof }: Proved): Promise<AccessPerson> => {
  if (who.by.kind !== "session") throw new AppError("SESSION_WANTED", { person: who.person.id });
  await reauthenticate(deps, who, proof);
  return personCalled(deps, who.person.id);
};

/** Ends every other session. @throws AppError as `ownerAtHand`, and `PASSWORD_WEAK` */
export const changePassword = async (
  deps: AccessDeps,
  who: Principal,
  { password, ...proved }: Proved & { readonly password: string },
): Promise<void> => {
  const person = await ownerAtHand(deps, who, proved);
  const problems = whyWeak(password, person);
  if (problems.length > 0) throw new AppError("PASSWORD_WEAK", { problems: problems.join("; ") });
  const hash = await hashPassword(password, passwordSecret(deps));
  await changeAccount(deps, person, (account) => ({ ...account, password: hash, invitation: null }));
  await told(deps, who, "CredentialSet", "password");
  const count = await endSessions(deps, person.id, who.by.id);
  const fact = { type: "SessionsRevoked", account: person.id, count, reason: "a new password" } as const;
  if (count > 0) await recordAccess(deps, actorOf({ who, request: null }), fact);
};

const told = (
  deps: AccessDeps,
  who: Principal,
  type: "CredentialSet" | "CredentialRemoved",
  kind: CredentialKind,
  name?: string,
): Promise<void> =>
  recordAccess(deps, actorOf({ who, request: null }), {
    type,
    account: who.person.id,
    kind,
    ...(name === undefined ? {} : { name }),
  });

/** @returns the recovery codes. @throws AppError `CODE_REFUSED` */
export const turnCodesOn = async (deps: AccessDeps, who: Principal, code: string): Promise<readonly string[]> => {
  const recovery = await confirmCodes(deps, await personCalled(deps, who.person.id), code);
  await told(deps, who, "CredentialSet", "one-time codes");
  return recovery;
};

/** @throws AppError as `ownerAtHand`, and `CREDENTIAL_UNKNOWN` */
export const turnCodesOff = async (deps: AccessDeps, who: Principal, proved: Proved): Promise<void> => {
  const person = await ownerAtHand(deps, who, proved);
  const changed = await changeAccount(deps, person, (account) =>
    account.codes === null ? null : { ...account, codes: null, codesDraft: null },
  );
  if (changed === null) throw new AppError("CREDENTIAL_UNKNOWN", { credential: "one-time code" });
  await told(deps, who, "CredentialRemoved", "one-time codes");
};

/** @throws AppError as `ownerAtHand`, and `CREDENTIAL_UNKNOWN`, `LAST_CREDENTIAL` */
export const dropPasskey = async (
  deps: AccessDeps,
  who: Principal,
  { id, ...proved }: Proved & { readonly id: string },
): Promise<void> => {
  const person = await ownerAtHand(deps, who, proved);
  const all = await passkeysOf(deps, person.id);
  const passkey = all.find((one) => one.id === id);
  if (passkey === undefined) throw new AppError("CREDENTIAL_UNKNOWN", { credential: "passkey" });
  const hasPassword = (await readAccount(deps, person))?.password != null;
  if (all.length === 1 && !hasPassword && !(await isLinked(deps, person.id))) throw new AppError("LAST_CREDENTIAL", {});
  await removePasskey(deps, id);
  await told(deps, who, "CredentialRemoved", "passkey", passkey.name);
};
