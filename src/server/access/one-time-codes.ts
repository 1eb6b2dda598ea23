import { Secret, TOTP } from "otpauth";
import { millis, plus } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import type { AccessPerson } from "./access-person.ts";
import { type Account, changeAccount } from "./account.ts";
import { recordAccess } from "./record-access.ts";
import { hashOf, isHashOf } from "./secrets.ts";

/** RFC 6238 as every authenticator app has it. */
const period = 30;
const totpOf = (secret: string, label?: string): TOTP =>
  new TOTP({
    issuer: "Headgate",
    ...(label === undefined ? {} : { label }),
    algorithm: "SHA1",
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });

/** Half minutes since 1970 that a code belongs to, one to either side of now; null when it is none of them (R209). */
export const stepOf = (secret: string, code: string, now: number): number | null => {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / (period * 1_000)) + delta;
};

const draftFor = millis(10 * 60_000);

/** A new secret for an app; it counts once a code of it was seen. */
export const beginCodes = async (deps: AccessDeps, person: AccessPerson) => {
  const secret = new Secret({ buffer: Uint8Array.from(deps.random(20)).buffer }).base32;
  const draft = { secret, until: plus(deps.now(), draftFor) };
  await changeAccount(deps, person, (account) => ({ ...account, codesDraft: draft }));
  return { secret, uri: totpOf(secret, person.id).toString() };
};

/** @returns the recovery codes, told once, here. @throws AppError `CODE_REFUSED` */
export const confirmCodes = async (
  deps: AccessDeps,
  person: AccessPerson,
  code: string,
): Promise<readonly string[]> => {
  const recovery = Array.from({ length: 10 }, () => newRecoveryCode(deps));
  const now = deps.now();
  const changed = await changeAccount(deps, person, (account) => {
    const draft = account.codesDraft;
    const lastStep = draft === null || draft.until <= now ? null : stepOf(draft.secret, code, now);
    if (draft === null || lastStep === null) return null;
    const codes = { secret: draft.secret, lastStep, recovery: recovery.map((one) => hashOf(plain(one))) };
    return { ...account, codes, codesDraft: null };
  });
  if (changed === null) throw new AppError("CODE_REFUSED", {});
  return recovery;
};

/** 120 bits in six groups: a plain hash of it keeps it safe (ASVS 2.6.2). */
const newRecoveryCode = ({ random }: AccessDeps): string =>
  new Secret({ buffer: Uint8Array.from(random(15)).buffer }).base32.toLowerCase().replace(/(.{4})(?=.)/g, "$1-");

const plain = (code: string): string => code.toLowerCase().replace(/[^a-z2-7]/g, "");

export type UsedCode = "code" | "recovery code";

/**
 * Uses a code up: no code is taken twice, and none that is older than one that was taken.
 *
 * @returns by what it was right; null when it was not
 */
export const useCode = async (deps: AccessDeps, person: AccessPerson, code: string): Promise<UsedCode | null> => {
  const now = deps.now();
  const byApp = await changeAccount(deps, person, (account) => afterCode(account, code.replaceAll(" ", ""), now));
  if (byApp !== null) return "code";
  const byRecovery = await changeAccount(deps, person, (account) => afterRecovery(account, plain(code)));
  if (byRecovery === null) return null;
  const left = byRecovery.codes?.recovery.length ?? 0;
  const { id } = person;
  await recordAccess(deps, { kind: "human", id }, { type: "RecoveryCodeUsed", account: id, left });
  return "recovery code";
};

const afterCode = (account: Account, code: string, now: number): Account | null => {
  if (account.codes === null) return null;
  const step = stepOf(account.codes.secret, code, now);
  return step === null || step <= account.codes.lastStep
    ? null
    : { ...account, codes: { ...account.codes, lastStep: step } };
};

const afterRecovery = (account: Account, code: string): Account | null => {
  if (account.codes === null) return null;
  const recovery = account.codes.recovery.filter((hash) => !isHashOf(code, hash));
  return recovery.length === account.codes.recovery.length
    ? null
    : { ...account, codes: { ...account.codes, recovery } };
};
