import { whyWeak } from "../../domain/access/why-weak.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { type Instant, millis, plus } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { changeAccount, emptyAccount, personCalled, readAccount, resetAccount } from "./account.ts";
import { removePasskeys } from "./passkey-store.ts";
import { passwordSecret } from "./password-secret.ts";
import { hashPassword } from "./passwords.ts";
import { recordAccess, unknownActor } from "./record-access.ts";
import { hashOf, isHashOf, newSecret } from "./secrets.ts";
import { endSessions } from "./sessions.ts";
import { unlink } from "./subjects.ts";
import { revokeTokensOf } from "./tokens.ts";
import { forgetTries } from "./tries.ts";

const validFor = millis(24 * 3_600_000);

/** `text` opens the account once, within a day; it is told here alone. A newer one ends it. */
export type Invitation = { readonly text: string; readonly link: string; readonly until: Instant };

/** @throws AppError `ACCOUNT_UNKNOWN`, `ACCOUNT_OF_AGENT`, `SIGN_IN_UNAVAILABLE` */
export const invite = async (deps: AccessDeps, by: Actor, id: string): Promise<Invitation> => {
  const person = await personCalled(deps, id);
  if (person.kind === "agent") throw new AppError("ACCOUNT_OF_AGENT", { account: id });
  if (!deps.settings.signIn.local) throw new AppError("SIGN_IN_UNAVAILABLE", { way: "A password" });
  if ((await readAccount(deps, person)) === null) await startAnew(deps, person);
  const [secret, until] = [newSecret(deps), plus(deps.now(), validFor)];
  await changeAccount(deps, person, (account) => ({ ...account, invitation: { hash: hashOf(secret), until } }));
  await recordAccess(deps, by, { type: "AccountInvited", account: id, until });
  const text = `${id}.${secret}`;
  // After the #, which browsers keep to themselves: it is in no log on the way.
  return { text, link: `${deps.settings.url}/invitation#${text}`, until };
};

/** The account was of somebody who was called the same: nothing of it passes on (R200). */
export const startAnew = async (deps: AccessDeps, person: AccessPerson): Promise<void> => {
  await forgetOldWays(deps, person.id);
  await revokeTokensOf(deps, person.id);
  await resetAccount(deps, person, emptyAccount(person));
};

/** Passkeys, single sign-on and sessions. */
export const forgetOldWays = async (deps: AccessDeps, id: string): Promise<void> => {
  await removePasskeys(deps, id);
  await unlink(deps, id);
  await endSessions(deps, id);
};

/**
 * Sets the password of whoever holds the invitation, and ends all that opened the account before: it is also the way
 * back for who lost everything.
 *
 * @throws AppError `INVITATION_OVER`, `PASSWORD_WEAK`
 */
export const acceptInvitation = async (
  deps: AccessDeps,
  { text, password, address }: { readonly text: string; readonly password: string; readonly address: string },
): Promise<AccessPerson> => {
  const [id = "", secret = ""] = text.split(".");
  const person = (await deps.people()).find((one) => one.id === id);
  if (person === undefined) throw new AppError("INVITATION_OVER", {});
  const problems = whyWeak(password, person);
  const isOpen = isOpenWith(secret, deps.now());
  if (!isOpen((await readAccount(deps, person))?.invitation ?? null)) throw new AppError("INVITATION_OVER", {});
  if (problems.length > 0) throw new AppError("PASSWORD_WEAK", { problems: problems.join("; ") });
  const hash = await hashPassword(password, passwordSecret(deps));
  const changed = await changeAccount(deps, person, (account) =>
    isOpen(account.invitation) ? { ...emptyAccount(person), password: hash } : null,
  );
  if (changed === null) throw new AppError("INVITATION_OVER", {});
  await forgetOldWays(deps, id);
  await forgetTries(deps, id);
  await recordAccess(
    deps,
    { ...unknownActor, kind: "human", id },
    { type: "InvitationAccepted", account: id, address },
    { type: "CredentialSet", account: id, kind: "password" },
  );
  return person;
};

const isOpenWith =
  (secret: string, now: Instant) =>
  (invitation: { readonly hash: string; readonly until: Instant } | null): boolean =>
    invitation !== null && invitation.until > now && isHashOf(secret, invitation.hash);
