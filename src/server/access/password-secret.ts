import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { passwordsKept } from "./account.ts";
import { hashPassword, isKeyed, isPassword, type PasswordSecret } from "./passwords.ts";

/** In bytes: as long as what a hash gives. */
const shortest = 32;

/** @throws AppError `USAGE` when its variable is not set, or holds too little */
export const passwordSecret = ({ settings, secretOf }: Pick<AccessDeps, "settings" | "secretOf">): PasswordSecret => {
  const { passwordSecret: name } = settings.signIn;
  if (name === null) return null;
  const secret = new TextEncoder().encode(secretOf(name));
  if (secret.length >= shortest) return secret;
  throw new AppError("USAGE", {
    problem: `${name} of server.yaml holds ${secret.length} bytes; a secret for passwords has ${shortest} or more.`,
    fix: "Make one with: openssl rand -base64 48",
  });
};

/**
 * Before anybody is let in: a secret that went lost, or is another one now, would turn every password away, and lock the
 * accounts over it.
 *
 * @throws AppError `USAGE`
 */
export const requirePasswordSecret = async (deps: AccessDeps): Promise<void> => {
  const secret = passwordSecret(deps);
  if (secret !== null && (await isTheSame(deps, secret))) return;
  const count = (await passwordsKept(deps)).filter(isKeyed).length;
  if (count > 0)
    throw new AppError("USAGE", {
      problem: `Passwords of accounts (${count}) were kept with a secret, and server.yaml names ${secret === null ? "none" : "another one"}.`,
      fix: "Give it the one of before. If that is lost: disable these accounts, unlock and invite them anew.",
    });
  if (secret !== null) await remember(deps, secret);
};

/** A hash of what is nobody's password, made with the secret: it tells whether one is the same. */
const [kind, key, sample] = ["password-secret", "sample", "nobody's password"] as const;

const isTheSame = async ({ vault, now }: AccessDeps, secret: Uint8Array): Promise<boolean> => {
  const kept = await vault.get(kind, key, now());
  return kept !== null && isPassword(sample, kept.value as string, secret);
};

const remember = async ({ vault, now }: AccessDeps, secret: Uint8Array): Promise<void> => {
  const version = (await vault.get(kind, key, now()))?.version ?? 0;
  await vault.put({ kind, key, value: await hashPassword(sample, secret), until: null }, version, now());
};
