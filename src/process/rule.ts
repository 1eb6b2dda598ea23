import { z } from "zod";
import { asks } from "../config/explain.ts";
import { strict, text } from "../config/values.ts";
import type { Rule } from "../domain/process/rule.ts";
import { id } from "./id.ts";

const otherwise = text.describe(
  "What to tell the person when it does not hold; {value} is what was found, {which} its names where the report lists them.",
);

const part = text.exactOptional().describe("Holds for this part of the check alone; without it for each of them.");

const figure = strict({
  part,
  figure: text.describe("A count or measurement of the report. Rates are fractions 0 … 1, times in ms."),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  below: id.exactOptional().describe("Exclusive: below the target of this metric."),
  above: id.exactOptional().describe("Exclusive: above the target of this metric."),
  of: text
    .exactOptional()
    .describe("The figure that counts what this one rests on: fewer than min-sample of the metric tell nothing."),
  otherwise,
  breach: z
    .enum(["inconclusive", "stale", "warning"])
    .exactOptional()
    .describe(
      "What a breach comes to: fail without it; a warning is shown and stops nothing; stale: it tells of something too long ago.",
    ),
})
  .refine(({ min, max, below, above }) => [min, max, below, above].some((bound) => bound !== undefined), {
    error: "has no bound, so that it would always hold; add min, max, below or above",
  })
  .refine(({ below, above, of }) => of === undefined || below !== undefined || above !== undefined, {
    error: "is for a metric's target, which has a min-sample; add below or above, or leave it out",
    path: ["of"],
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    error: "is above max, so that it could never hold; swap the two",
    path: ["min"],
  })
  .transform((given): Rule => ({ kind: "figure", ...given }));

const wording = strict({
  part,
  text: text.describe("A text of the report."),
  "one-of": z.array(text).min(1, { error: "is empty; write what it may say" }),
  otherwise,
}).transform(({ "one-of": oneOf, ...rest }): Rule => ({ kind: "text", ...rest, oneOf }));

const covers = strict({
  part,
  list: text.describe("A list of the report."),
  covers: z.enum(["integrations", "frameworks"]).describe("What the service declares, all of which must be in it."),
  otherwise,
}).transform(({ covers: declared, ...rest }): Rule => ({ kind: "covers", ...rest, declared }));

/** `{ figure: failed, max: 0, … }`, `{ text: decision, one-of: [GO], … }` or `{ list: suites, covers: integrations, … }`. */
export const rule = z.union([figure, wording, covers], {
  error: asks("write a rule: { figure: …, max: … }, { text: …, one-of: […] } or { list: …, covers: … }"),
});
