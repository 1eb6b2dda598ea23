import { z } from "zod";
import type { Finding, Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { amountField, instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

const share = amountField.max(1, { error: "a score lies in 0 … 1" }).nullable();

const audit = z.looseObject({
  title: z.string(),
  score: share,
  scoreDisplayMode: z.string(),
  numericValue: amountField.optional(),
  errorMessage: z.string().optional(),
});

const category = z.looseObject({
  score: share,
  auditRefs: z.array(z.looseObject({ id: z.string(), weight: amountField })),
});
type Category = z.infer<typeof category>;

const result = z.looseObject({
  lighthouseVersion: wordsField,
  fetchTime: instantField,
  requestedUrl: z.string().optional(),
  finalDisplayedUrl: z.string().optional(),
  runtimeError: z.looseObject({ code: z.string(), message: z.string() }).optional(),
  audits: z.record(z.string(), audit),
  categories: z.record(z.string(), category),
});
type Result = z.infer<typeof result>;

/** Figure → the audit that measures it. */
const measured = {
  firstContentfulPaintMs: "first-contentful-paint",
  largestContentfulPaintMs: "largest-contentful-paint",
  totalBlockingTimeMs: "total-blocking-time",
  speedIndexMs: "speed-index",
  cumulativeLayoutShift: "cumulative-layout-shift",
};

/**
 * The JSON report of Lighthouse. Figures `performance`, `accessibility`, `bestPractices`, `seo` (scores, 0 … 1) and
 * `firstContentfulPaintMs`, `largestContentfulPaintMs`, `totalBlockingTimeMs`, `speedIndexMs`, `cumulativeLayoutShift`;
 * what has no score or was not measured is absent. Text `url`; a finding per audit that counts in a score and is below
 * 0.9: `medium` below 0.5, else `low`. The format has no place for a build.
 *
 * @throws Unreadable, also when the page could not be measured: a score of nothing is none
 * @source https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md
 */
export const lighthouse = (text: string): Report => {
  const found = checked(result, parseJson(text));
  const { runtimeError, categories, audits } = found;
  if (runtimeError) unreadable(`Lighthouse could not measure the page: ${runtimeError.code}: ${runtimeError.message}`);
  for (const [name, { auditRefs }] of Object.entries(categories))
    for (const { id } of auditRefs) if (audits[id] === undefined) unreadable(`the audit ${id} of ${name} is missing`);
  const figures = figuresOf(found);
  if (Object.keys(figures).length === 0) unreadable("it holds no score and no measurement");
  return {
    ...blank,
    figures,
    texts: { url: found.finalDisplayedUrl ?? found.requestedUrl ?? "" },
    findings: findingsOf(found),
    madeAt: found.fetchTime,
    tool: `Lighthouse ${found.lighthouseVersion}`,
  };
};

const figuresOf = ({ categories, audits }: Result): Record<string, number> => {
  const scores = Object.entries(categories).map(([id, { score }]) => [camel(id), score] as const);
  const values = Object.entries(measured).map(([name, id]) => [name, audits[id]?.numericValue] as const);
  return Object.fromEntries([...scores, ...values].filter((entry): entry is [string, number] => entry[1] != null));
};

const camel = (id: string): string => id.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const findingsOf = ({ categories, audits }: Result): readonly Finding[] => {
  const counted = Object.entries(categories).flatMap(([name, { auditRefs }]) => weighty(name, auditRefs));
  return [...new Map(counted.map((one) => [one.id, one])).values()].flatMap(({ id, where }): readonly Finding[] => {
    const { score = null, title = id } = audits[id] ?? {};
    if (score === null || score >= 0.9) return [];
    return [{ id, severity: score < 0.5 ? "medium" : "low", title, where }];
  });
};

const weighty = (where: string, refs: Category["auditRefs"]) =>
  refs.filter(({ weight }) => weight > 0).map(({ id }) => ({ id, where }));
