import { evidenceKey, type Release } from "../release/release.ts";
import type { Digest } from "../units.ts";
import { openParts } from "./judge-check.ts";
import type { Process } from "./process.ts";
import { comparesWithProduction } from "./side-parts.ts";

/** Checks whose reports were compared with another build than the one that now runs in production. */
export const outdatedComparisons = (process: Process, release: Release, runs: Digest): readonly string[] =>
  process.requirements.flatMap((check) => {
    if (check.kind !== "check" || !comparesWithProduction(check)) return [];
    if (release.waivers[check.id]?.grantedBy != null) return [];
    const compared = openParts(release, check).map((part) => release.evidence[evidenceKey(check.id, part)]?.compared);
    return compared.some((one) => one !== undefined && one.build !== runs) ? [check.id] : [];
  });
