import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { severityFigures } from "./severity-figures.ts";
import { unreadable } from "./unreadable.ts";
import { rated, weakness } from "./weakness.ts";

/** A selector, or a way of them through frames and shadow roots. */
const target = z.array(z.union([z.string(), z.array(z.string())])).min(1);

const rule = z.looseObject({ id: wordsField });
const impact = z.enum(["critical", "serious", "moderate", "minor"], { error: "an impact of axe-core is another word" });

const violation = rule.extend({
  impact: impact.nullish(),
  help: z.string().default(""),
  nodes: z
    .array(z.looseObject({ target, impact: impact.nullish() }))
    .min(1, { error: "a rule that is broken is broken somewhere" }),
});
type Violation = z.infer<typeof violation>;

const result = z.looseObject({
  testEngine: z.looseObject({ name: z.literal("axe-core"), version: wordsField }),
  timestamp: instantField,
  url: wordsField,
  violations: z.array(violation),
  passes: z.array(rule),
  incomplete: z.array(rule),
});
type Result = z.infer<typeof result>;

const words = { critical: "critical", serious: "high", moderate: "medium", minor: "low" } as const;

/**
 * What axe-core found: one result of `axe.run`, or a list of them, one for each page. A finding for each element that
 * breaks a rule, recognised again by rule, path and selector. Figures `critical`, `high` (axe says serious), `medium`,
 * `low`, `total`, `pages`, `looked` (rules that were tried on something) and `unsure` (rules that a person has to look at).
 * It names no build.
 *
 * @throws Unreadable, also when no rule was tried on a page
 * @source https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#results-object
 */
export const axe = (text: string): Report => {
  const given = parseJson(text);
  const pages = checked(z.array(result).min(1, { error: "it holds no page" }), Array.isArray(given) ? given : [given]);
  const empty = pages.find((page) => lookedAt(page) === 0);
  if (empty !== undefined) unreadable(`no rule was tried on ${empty.url}`);
  const { findings } = rated(pages.flatMap(foundOn));
  const sum = (count: (page: Result) => number): number => pages.reduce((so, page) => so + count(page), 0);
  return {
    ...blank,
    figures: {
      ...severityFigures(findings),
      pages: pages.length,
      looked: sum(lookedAt),
      unsure: sum(({ incomplete }) => incomplete.length),
    },
    lists: { pages: pages.map(({ url }) => url) },
    findings,
    // As old as the first page that was looked at.
    madeAt: pages.reduce((least, { timestamp }) => (timestamp < least ? timestamp : least), pages[0]!.timestamp),
    tool: `axe-core ${pages[0]!.testEngine.version}`,
  };
};

const lookedAt = ({ passes, violations, incomplete }: Result): number =>
  passes.length + violations.length + incomplete.length;

const foundOn = ({ url, violations }: Result) => violations.flatMap((one) => places(url, one));

const places = (url: string, { id, help, impact: whole, nodes }: Violation) =>
  nodes.map((node) => {
    const selector = node.target.flat().join(" ");
    const word = node.impact ?? whole;
    return weakness({
      name: id,
      component: `${pathOf(url)} ${selector}`,
      word: word == null ? undefined : words[word],
      title: help === "" ? id : help,
      where: `${url} ${selector}`,
    });
  });

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);
