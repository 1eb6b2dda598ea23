import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * A call of a webhook, signed by HMAC-SHA256 over its id, the second at which it was sent, and its body.
 *
 * @param secret  `whsec_` and base64; any other text is taken as its bytes
 * @param at      seconds since 1970
 * @source Standard Webhooks 1.0.0, signature scheme v1
 */
export const signatureOf = (secret: string, id: string, at: number, body: string | Uint8Array): string => {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  const mac = createHmac("sha256", key).update(`${id}.${at}.`).update(body);
  return `v1,${mac.digest("base64")}`;
};

/** The three headers as they came. */
export type SignatureGiven = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** Several, parted by blanks, while a secret is being replaced. */
  readonly signature: string | undefined;
};

/** How far the clocks of both sides may be apart, in s; later it may be somebody who listened. */
export const tolerance = 300;

const mostSignatures = 20;

/**
 * Whether a call is signed by the secret, and now. That it is late is only said of one that is signed well.
 *
 * @param now  ms since 1970
 */
export const checkSignature = (
  secret: string,
  { id = "", timestamp = "", signature = "" }: SignatureGiven,
  body: Uint8Array,
  now: number,
): "right" | "wrong" | "late" => {
  if (id === "" || id.length > 200 || !/^\d{1,12}$/.test(timestamp)) return "wrong";
  const at = Number(timestamp);
  const wanted = Buffer.from(signatureOf(secret, id, at, body));
  const given = signature.split(" ").slice(0, mostSignatures);
  // Each is compared, and each takes as long as any other.
  const isRight = given.map((one) => isSame(Buffer.from(one), wanted)).includes(true);
  if (!isRight) return "wrong";
  return Math.abs(now / 1_000 - at) > tolerance ? "late" : "right";
};

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Bytes of a secret, by its form; null for what is none. */
export const keyLength = (secret: string): number | null => {
  const text = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return text === undefined ? null : Buffer.from(text, "base64").length;
};
