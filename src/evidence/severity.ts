import type { Finding } from "../domain/release/evidence.ts";

export type Severity = Finding["severity"];

/** Words of scanners, distributions and databases; what is not among them is no severity. */
const words: Readonly<Record<string, Severity>> = {
  critical: "critical",
  high: "high",
  important: "high",
  medium: "medium",
  moderate: "medium",
  low: "low",
  minor: "low",
  negligible: "low",
  informational: "info",
  info: "info",
  none: "info",
};

export type Rated = { readonly severity: Severity; readonly unrated: boolean };

/**
 * The severity by the word of the scanner, else by the highest CVSS base score that it gives (from 9 critical, from 7
 * high, from 4 medium, above 0 low). One that nobody rated counts as high: it must not pass for harmless.
 */
export const rate = (word: string | undefined, scores: readonly number[] = []): Rated => {
  const said = words[word?.toLowerCase() ?? ""];
  if (said !== undefined) return { severity: said, unrated: false };
  return scores.length === 0
    ? { severity: "high", unrated: true }
    : { severity: byScore(Math.max(...scores)), unrated: false };
};

/** @param score  0 … 10 */
export const byScore = (score: number): Severity => {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
};
