import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AccessDeps } from "./access-deps.ts";

/** 256 bits, as people can copy them. */
export const newSecret = ({ random }: Pick<AccessDeps, "random">): string =>
  Buffer.from(random(32)).toString("base64url");

/** Names what a secret opens and opens nothing itself: 80 bits, without the signs that part it from the secret. */
export const newId = ({ random }: Pick<AccessDeps, "random">): string => Buffer.from(random(10)).toString("hex");

/** Of something that nobody can guess, a plain hash is enough: there is nothing to try out. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Takes as long for a wrong hash as for the right one. */
export const isHashOf = (secret: string, hash: string): boolean => {
  const [given, kept] = [Buffer.from(hashOf(secret)), Buffer.from(hash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
};

/** The mark that requests of a session send beside the cookie, made of it: a page of another site cannot know it. */
export const csrfOf = (secret: string): string => createHmac("sha256", secret).update("csrf").digest("base64url");

export const isSame = (a: string, b: string): boolean => isHashOf(a, hashOf(b));
