import type { Digest } from "../domain/units.ts";
import { digestIn } from "./purl.ts";
import { unreadable } from "./unreadable.ts";

/**
 * The build that a scan says it is about: the digest that its references name; null when they name none.
 *
 * @throws Unreadable when they name several
 */
export const oneBuild = (references: readonly string[]): Digest | null => {
  const digests = new Set(references.flatMap((reference) => digestIn(reference) ?? []));
  if (digests.size > 1) unreadable(`it names several digests of what it is about: ${[...digests].join(", ")}`);
  return [...digests][0] ?? null;
};
