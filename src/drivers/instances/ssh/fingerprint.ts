import { createHash, timingSafeEqual } from "node:crypto";

/** @returns `SHA256:` and the base64 of the digest without padding, as `ssh-keygen -lf` prints it */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

/** Whether a host's key is the one that was configured, in constant time. */
export const isKeyOf = (key: Buffer, fingerprint: string): boolean => {
  const [given, wanted] = [Buffer.from(fingerprintOf(key)), Buffer.from(fingerprint)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/** @returns the kind that the key says it is, such as `ssh-ed25519` */
export const kindOf = (key: Buffer): string =>
  key.length < 4 ? "unknown" : key.subarray(4, 4 + Math.min(key.readUInt32BE(0), 64)).toString("latin1");
