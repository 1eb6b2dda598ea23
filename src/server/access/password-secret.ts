import { AppError } from "../../errors.ts";
import type { AccessDeps } from "./access-deps.ts";
import { passwordsKept } from "./account.ts";
import { isKeyed, type PasswordSecret } from "./passwords.ts";

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
 * Before anybody is let in: a secret that went lost would turn every password away, and lock the accounts over it.
 *
 * @throws AppError `USAGE`
 */
export const requirePasswordSecret = async (deps: AccessDeps): Promise<void> => {
  if (passwordSecret(deps) !== null) return;
  const count = (await passwordsKept(deps)).filter(isKeyed).length;
  if (count > 0)
    throw new AppError("USAGE", {
      problem: `Passwords of accounts (${count}) were kept with a secret, and server.yaml names none.`,
      fix: "Write sign-in.password-secret as it was. If it is lost: disable these accounts, unlock and invite them anew.",
    });
};
