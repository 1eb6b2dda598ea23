import { type Digest, isDigest } from "../../domain/units.ts";

/**
 * The digest in a reference to an image, which is the digest of that build.
 *
 * @param reference `registry.example/shop@sha256:…`; a tag before the `@` says nothing
 * @returns null when it names no digest: what a tag means changes
 */
export const imageDigest = (reference: string): Digest | null => {
  const [repository = "", digest = "", ...rest] = reference.split("@");
  return repository !== "" && rest.length === 0 && isDigest(digest) ? digest : null;
};
