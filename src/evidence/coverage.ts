import { unreadable } from "./unreadable.ts";

/** Lines or branches: how many there are, and how many of them ran. */
export type Covered = { found: number; hit: number };

/**
 * Figures `files`, `lines`, `linesCovered`, `lineCoverage` and, where the report knows branches, `branches`,
 * `branchesCovered`, `branchCoverage`; shares are fractions 0 … 1.
 *
 * @throws Unreadable when there is not one line: then nothing was looked at
 */
export const coverageFigures = (files: number, lines: Covered, branches: Covered): Record<string, number> => {
  if (lines.found === 0) unreadable("it holds no line of code, so nothing was measured");
  return {
    files,
    lines: lines.found,
    linesCovered: lines.hit,
    lineCoverage: lines.hit / lines.found,
    ...(branches.found > 0 && {
      branches: branches.found,
      branchesCovered: branches.hit,
      branchCoverage: branches.hit / branches.found,
    }),
  };
};

/** @throws Unreadable when the report says another number than it shows */
export const refuseOther = (what: string, said: number | null, shown: number): void => {
  if (said !== null && said !== shown) unreadable(`it says ${said} ${what}, but shows ${shown}`);
};
