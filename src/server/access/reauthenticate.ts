import type { ProofGiven } from "../../api/routes/proof.ts";
import type { Proof } from "../../domain/release/commands.ts";
import { millis, since } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { actorOf } from "../call.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { type Account, personCalled } from "./account.ts";
import { useCode } from "./one-time-codes.ts";
import { passkeysOf } from "./passkey-store.ts";
import { provePasskey } from "./passkeys.ts";
import { passwordSecret } from "./password-secret.ts";
import { isPassword } from "./passwords.ts";
import { recordAccess } from "./record-access.ts";
import { lockedBy } from "./refusals.ts";
import { keepSession, sessionCalled } from "./sessions.ts";
import { openAccount } from "./standing.ts";
import { countTry, forgetTries } from "./tries.ts";

/**
 * Who signs proves once more who they are (R201; 21 CFR 11.200): in a session by one component, whichever of them; with
 * a token, which is no continuous session of a person, by the full set: the password, and a code where they are set up.
 * Whatever is given has to be right. A proof is for one signature.
 *
 * @throws AppError `PROOF_WANTED`, `PROOF_REFUSED`, `LOCKED`
 */
export const reauthenticate = async (
  deps: AccessDeps,
  who: Principal,
  given: ProofGiven | undefined = {},
): Promise<Proof> => {
  const person = await personCalled(deps, who.person.id);
  const account = await openAccount(deps, person);
  if (account === null || person.kind === "agent") throw new AppError("NOT_SIGNED_IN", {});
  const accepted = await acceptedOf(deps, who, account);
  const { password, code, passkey } = given;
  const isNothing = password === undefined && code === undefined && passkey === undefined;
  if (isNothing && (await useSingleSignOn(deps, who))) return "single sign-on";
  if (isNothing || !isEnough(who, account, given)) throw new AppError("PROOF_WANTED", { accepted });
  // What can be guessed is counted, whatever stands beside it.
  const isGuessable = password !== undefined || code !== undefined;
  const lock = isGuessable ? await countTry(deps, person.id, "proof") : null;
  const proof = await check(deps, person, account, given);
  if (proof !== null) {
    if (isGuessable) await forgetTries(deps, person.id);
    return proof;
  }
  const kind = Object.keys(given).join(", ");
  const locked = lock === null ? [] : [lockedBy(person.id, lock)];
  await recordAccess(
    deps,
    actorOf({ who, request: null }),
    { type: "ProofRefused", account: person.id, kind },
    ...locked,
  );
  throw new AppError("PROOF_REFUSED", { accepted });
};

const isEnough = ({ by }: Principal, { codes }: Account, { password, code }: ProofGiven): boolean =>
  by.kind === "session" || (password !== undefined && (codes === null || code !== undefined));

/** By what it is known in the history: the strongest of what was given. */
const check = async (
  deps: AccessDeps,
  person: AccessPerson,
  account: Account,
  { password, code, passkey }: ProofGiven,
): Promise<Proof | null> => {
  if (password !== undefined && !(await isPassword(password, account.password, passwordSecret(deps)))) return null;
  if (code !== undefined && (await useCode(deps, person, code)) === null) return null;
  if (passkey !== undefined && !(await provePasskey(deps, person.id, passkey))) return null;
  if (passkey !== undefined) return "passkey";
  return password !== undefined ? "password" : "code";
};

const proofFor = millis(2 * 60_000);

/** The provider asked them within the last two minutes, for this. */
const useSingleSignOn = async (deps: AccessDeps, { by }: Principal): Promise<boolean> => {
  const found = by.kind === "session" ? await sessionCalled(deps, by.id) : null;
  if (found === null || found.session.provedAt === null) return false;
  if (since(found.session.provedAt, deps.now()) > proofFor) return false;
  // Used up by whoever is first: two signatures at once need two proofs.
  return keepSession(deps, { ...found.session, provedAt: null }, found.version);
};

const acceptedOf = async (deps: AccessDeps, { person, by }: Principal, account: Account): Promise<string> => {
  if (by.kind !== "session") return account.codes === null ? "the password" : "the password and a code";
  const ways = [
    ...(account.password === null ? [] : ["password"]),
    ...(account.codes === null ? [] : ["code"]),
    ...((await passkeysOf(deps, person.id)).length === 0 ? [] : ["passkey"]),
    ...(deps.settings.signIn.oidc === null ? [] : ["a single sign-on of the last two minutes"]),
  ];
  return ways.join(", ");
};
