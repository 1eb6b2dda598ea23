import { type Digest, isDigest } from "../domain/units.ts";

/** `pkg:deb/debian/openssl@3.0.11?arch=amd64` → `pkg:deb/debian/openssl`; what is no package URL stays as it is. */
export const withoutVersion = (purl: string): string =>
  purl.startsWith("pkg:") ? withoutQualifiers(purl).replace(/@[^@/]*$/, "") : purl;

export const withoutQualifiers = (purl: string): string => purl.replace(/[?#].*$/s, "");

/** The digest of an image in a reference (`shop@sha256:…`) or in its package URL; null when it names none. */
export const digestIn = (reference: string): Digest | null => {
  const said = withoutQualifiers(reference).replaceAll(/%3a/gi, ":").split("@").at(-1) ?? "";
  return isDigest(said) ? said : null;
};
