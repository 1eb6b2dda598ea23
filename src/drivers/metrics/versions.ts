import type { Digest } from "../../domain/units.ts";
import type { AppError } from "../../errors.ts";
import type { BuildRef } from "../port.ts";

/**
 * Which build a version is, for sources that know builds by their version.
 *
 * @param where that the source tells them apart by
 */
export const buildsByVersion = (
  builds: readonly BuildRef[],
  where: string,
  failed: (problem: string, fix: string) => AppError,
): ReadonlyMap<string, Digest> => {
  const versions = new Map(builds.map(({ version, digest }) => [version, digest]));
  if (versions.size === builds.length) return versions;
  throw failed(
    `two builds are both version ${builds[0]?.version}, and ${where} cannot tell them apart`,
    "Give each build a version of its own.",
  );
};
