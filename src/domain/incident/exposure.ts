import type { Release } from "../release/release.ts";

/** Names that a line is worth; all of them stand in the evidence. */
const mostNamed = 20;

/**
 * Critical and high weaknesses of the build in production, by the scans that were compared with it: they return with it
 * when the release is rolled back (R134).
 */
export const exposureInWords = ({ evidence, build }: Pick<Release, "evidence" | "build">): string => {
  const compared = Object.values(evidence).flatMap(({ compared }) => compared ?? []);
  const ofProduction = compared.filter((one) => one.build !== null && one.build !== build.digest && one.raw !== null);
  const read = ofProduction.filter(({ lists }) => lists.returning !== undefined);
  if (read.length === 0) return "not known: no scan was compared with one of the build in production";
  const versions = [...new Set(read.map(({ version }) => version))].join(", ");
  const all = [...new Set(read.flatMap(({ lists }) => lists.returning ?? []))].sort();
  if (all.length === 0) return `nothing critical or high is known of ${versions}`;
  const more = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : "";
  return `with ${versions} would return: ${all.slice(0, mostNamed).join(", ")}${more}`;
};
