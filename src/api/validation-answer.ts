import { z } from "zod";
import { digestText, moment, requirementState } from "./fields.ts";
import { issue } from "./issues-answer.ts";
import type { Told } from "./read-only.ts";
import { trigger } from "./triggers-answer.ts";

const { decision, fix, settled } = trigger.shape;

/** As everywhere, but with the moments that people look for as they read them; how its clock ran stays in ms. */
const openTrigger = trigger.extend({
  at: moment,
  escalatedAt: moment.nullable(),
  decision: decision.unwrap().extend({ at: moment }).nullable(),
  fix: fix.unwrap().extend({ at: moment, verifiedAt: moment.nullable() }).nullable(),
  settled: settled.unwrap().extend({ at: moment }).nullable(),
});

const item = z.object({
  id: z.string(),
  title: z.string(),
  state: requirementState,
  reason: z.string(),
  lastLook: moment.nullable(),
  nextLook: moment.nullable().describe("Null: it is not asked again."),
  looks: z
    .array(z.object({ at: moment, state: requirementState }))
    .describe("What each look came to at its time, oldest first."),
});

/** What `headgate validation RELEASE --json` prints. Moments are null while the period has not begun. */
export const validationAnswer = z.object({
  release: z.string(),
  stage: z.string(),
  begins: moment.nullable(),
  ends: moment.nullable(),
  endsAtMost: moment.nullable().describe("The latest end that an extension may give it."),
  extensions: z.array(z.object({ period: z.string(), until: moment, reason: z.string(), by: z.string(), at: moment })),
  wayBackUntil: moment.nullable(),
  baseline: z.object({ says: z.string(), file: digestText.nullable() }).describe("What it is held against."),
  items: z.array(item),
  issues: z.array(issue.extend({ at: moment, closedAt: moment.nullable() })).describe("Those that are not closed."),
  triggers: z.array(openTrigger).describe("Those that are open."),
});

export type ValidationAnswer = Told<typeof validationAnswer>;
