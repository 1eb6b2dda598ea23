import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { once } from "./once.ts";
import { keepPasskey, type Passkey, passkeyCalled, passkeysOf } from "./passkey-store.ts";
import { recordAccess } from "./record-access.ts";
import { refuseSignIn } from "./refusals.ts";
import { type Device, letIn, type SignIn } from "./sign-in.ts";
import { openAccount } from "./standing.ts";

/** A question to an authenticator: what for, and to whom; null = nobody is signed in yet. */
type Ceremony = { readonly purpose: "sign in" | "add passkey" | "prove"; readonly account: string | null };

const ceremonies = once<Ceremony>("passkey ceremony");

/** What a browser's authenticator answers, as `PublicKeyCredential.toJSON()` writes it. */
export type PasskeyAnswer = Readonly<Record<string, unknown>>;

/** Loaded when the first passkey is shown: its readers of certificates take a quarter of a second and 30 MB. */
const webAuthn = () => import("@simplewebauthn/server");

/** EdDSA, ES256 and RS256 of COSE: what authenticators in use sign with, and every Node can check. */
const algorithms = [-8, -7, -257];

/** Browsers keep passkeys for a name, never for an address. */
const placeOf = ({ settings }: AccessDeps) => {
  const { hostname, origin } = new URL(settings.url);
  const isName = !/^[\d.]+$|^\[/.test(hostname);
  if (!settings.signIn.local || !isName) throw new AppError("SIGN_IN_UNAVAILABLE", { way: "A passkey" });
  return { rpID: hostname, origin };
};

/** @throws AppError `SIGN_IN_UNAVAILABLE` */
export const passkeyOptions = async (deps: AccessDeps, ceremony: Ceremony) => {
  const { account } = ceremony;
  const known = account === null ? [] : await passkeysOf(deps, account);
  const options = await (await webAuthn()).generateAuthenticationOptions({
    rpID: placeOf(deps).rpID,
    challenge: Uint8Array.from(deps.random(32)),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    userVerification: "required",
  });
  await ceremonies.begin(deps, options.challenge, ceremony);
  return options;
};

/** @throws AppError `SIGN_IN_REFUSED`, `SIGN_IN_UNAVAILABLE` */
export const signInByPasskey = async (
  deps: AccessDeps,
  answer: PasskeyAnswer,
  device: Device,
): Promise<SignIn & { readonly done: true }> => {
  const account = await accountOf(deps, answer, "sign in", null);
  const person = (await deps.people()).find(({ id, kind }) => id === account && kind === "human");
  if (person !== undefined && (await openAccount(deps, person)) !== null)
    return letIn(deps, person.id, "passkey", device);
  const why = person === undefined ? "unknown passkey" : "the account is closed";
  return refuseSignIn(deps, { account: person?.id ?? null, why, address: device.address, lock: null });
};

export const provePasskey = async (deps: AccessDeps, account: string, answer: PasskeyAnswer): Promise<boolean> =>
  (await accountOf(deps, answer, "prove", account)) === account;

/** Whose passkey made this answer, to a question that was asked for this; null when any of it does not hold. */
const accountOf = async (
  deps: AccessDeps,
  answer: PasskeyAnswer,
  purpose: Ceremony["purpose"],
  asked: string | null,
): Promise<string | null> => {
  const { rpID, origin } = placeOf(deps);
  const challenge = challengeIn(answer);
  const ceremony = challenge === null ? null : await ceremonies.end(deps, challenge);
  const found = typeof answer.id === "string" ? await passkeyCalled(deps, answer.id) : null;
  if (challenge === null || ceremony?.purpose !== purpose || ceremony.account !== asked || found === null) return null;
  const { id, publicKey, counter } = found.passkey;
  const credential = { id, publicKey: Uint8Array.from(Buffer.from(publicKey, "base64url")), counter };
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await orNull(
    verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential,
    }),
  );
  if (verified?.verified !== true) return null;
  const used: Passkey = { ...found.passkey, counter: verified.authenticationInfo.newCounter, usedAt: deps.now() };
  // Of two answers with one count only one is taken.
  return (await keepPasskey(deps, used, found.version)) ? found.passkey.account : null;
};

/** The package rejects what it does not accept; what came from outside is never our fault. */
const orNull = async <T>(verified: Promise<T>): Promise<T | null> => {
  try {
    return await verified;
  } catch {
    return null;
  }
};

const challengeIn = ({ response }: PasskeyAnswer): string | null => {
  try {
    const { clientDataJSON } = response as { clientDataJSON: string };
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString()) as { challenge: unknown };
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null;
  }
};

/** @throws AppError `SIGN_IN_UNAVAILABLE` */
export const newPasskeyOptions = async (deps: AccessDeps, { id, name }: AccessPerson) => {
  const known = await passkeysOf(deps, id);
  const options = await (await webAuthn()).generateRegistrationOptions({
    rpName: "Headgate",
    rpID: placeOf(deps).rpID,
    userName: id,
    userDisplayName: name,
    userID: Uint8Array.from(Buffer.from(id)),
    challenge: Uint8Array.from(deps.random(32)),
    excludeCredentials: known.map((one) => ({ id: one.id, transports: [...one.transports] })),
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await ceremonies.begin(deps, options.challenge, { purpose: "add passkey", account: id });
  return options;
};

/** @throws AppError `PASSKEY_REFUSED`, `SIGN_IN_UNAVAILABLE` */
export const addPasskey = async (
  deps: AccessDeps,
  { id }: AccessPerson,
  { name, answer }: { readonly name: string; readonly answer: PasskeyAnswer },
): Promise<Passkey> => {
  const { rpID, origin } = placeOf(deps);
  const challenge = challengeIn(answer);
  const ceremony = challenge === null ? null : await ceremonies.end(deps, challenge);
  if (challenge === null || ceremony?.purpose !== "add passkey" || ceremony.account !== id)
    throw new AppError("PASSKEY_REFUSED", { problem: "nobody asked for it, or too long ago" });
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await orNull(
    verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (verified?.verified !== true) throw new AppError("PASSKEY_REFUSED", { problem: "its answer does not hold" });
  const { credential } = verified.registrationInfo;
  const passkey: Passkey = {
    id: credential.id,
    account: id,
    name,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: credential.transports ?? [],
    madeAt: deps.now(),
    usedAt: null,
  };
  if (!(await keepPasskey(deps, passkey, 0))) throw new AppError("PASSKEY_REFUSED", { problem: "it is known already" });
  await recordAccess(deps, { kind: "human", id }, { type: "CredentialSet", account: id, kind: "passkey", name });
  return passkey;
};
