import type { Finding } from "../domain/release/evidence.ts";
import { withoutVersion } from "./purl.ts";
import { type Rated, rate } from "./severity.ts";

export type Weakness = {
  /** As the scanner calls it first. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** A package URL, or a file. */
  readonly component: string;
  readonly word?: string | undefined;
  readonly scores?: readonly number[];
  readonly title: string;
  readonly where: string;
};

/** A finding as every scanner's parser makes it, and whether somebody rated it. */
export const weakness = (given: Weakness): Finding & Pick<Rated, "unrated"> => {
  const { name, aliases = [], component, word, scores, title, where } = given;
  const names = [...new Set([name, ...aliases])];
  const id = `${called(names)} ${component}`.trim();
  const key = `${called(names)} ${withoutVersion(component)}`.trim();
  return { id, ...rate(word, scores), title: title.split("\n", 1)[0] ?? "", where, names, component, key };
};

/** By its CVE where it has one, so that scanners and databases with other names of their own agree. */
const called = (names: readonly string[]): string => names.find((one) => /^CVE-\d/.test(one)) ?? names[0] ?? "";

/** Findings as a report has them, with the figure `unrated` of how many count as high because nobody rated them. */
export const rated = (found: readonly (Finding & Pick<Rated, "unrated">)[]) => ({
  findings: found.map(({ unrated: _, ...finding }): Finding => finding),
  unrated: found.filter(({ unrated }) => unrated).length,
});
