import { type Algorithm, hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with 19 MiB, two passes and one lane: the second of the settings that OWASP's cheat sheet on storing
 * passwords gives as equally strong. The number is the package's `Algorithm.Argon2id`, an enum that exists in types only.
 */
const settings = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** One sign written in two ways is one password. */
const asOne = (password: string): string => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> => hash(asOne(password), settings);

/** Of nothing that anybody knows; made once, so that an account without a password takes as long as any other. */
let decoy: Promise<string> | undefined;
const decoyHash = (): Promise<string> => {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
};

/** Null for the hash does the same work and gives no. */
export const isPassword = async (password: string, kept: string | null): Promise<boolean> => {
  const isRight = await verify(kept ?? (await decoyHash()), asOne(password));
  return kept !== null && isRight;
};
