import { type Algorithm, hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with 19 MiB, two passes and one lane: the second of the settings that OWASP's cheat sheet on storing
 * passwords gives as equally strong. The number is the package's `Algorithm.Argon2id`, an enum that exists in types only.
 */
const settings = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What goes into every hash and is kept where the hashes are not (K of RFC 9106, 3.1); null where nobody set one. */
export type PasswordSecret = Uint8Array | null;

/** Stands before a hash with a secret: the form of PHC has no place to say so. */
const keyed = "keyed";

export const isKeyed = (kept: string): boolean => kept.startsWith(keyed);

/** One sign written in two ways is one password. */
const asOne = (password: string): string => password.normalize("NFKC");

export const hashPassword = async (password: string, secret: PasswordSecret): Promise<string> =>
  secret === null ? hash(asOne(password), settings) : `${keyed}${await hash(asOne(password), { ...settings, secret })}`;

/** Of nothing that anybody knows; made once, so that an account without a password takes as long as any other. */
let decoy: Promise<string> | undefined;
const decoyHash = (): Promise<string> => {
  decoy ??= hashPassword(crypto.randomUUID(), null);
  return decoy;
};

/** Null for the hash does the same work and gives no; so does a hash with a secret where there is none. */
export const isPassword = async (password: string, kept: string | null, secret: PasswordSecret): Promise<boolean> => {
  const [given, own] = [asOne(password), kept ?? (await decoyHash())];
  const isRight = isKeyed(own)
    ? await verify(own.slice(keyed.length), given, secret === null ? {} : { secret })
    : await verify(own, given);
  return kept !== null && isRight;
};
