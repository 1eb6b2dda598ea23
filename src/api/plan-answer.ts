import { z } from "zod";
import { lengthMs, moment, percentage, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";
import { rolloutStep } from "./runbook-answer.ts";

const traffic = z.discriminatedUnion("source", [
  z.object({ source: z.literal("unknown"), reason: z.string() }),
  z.object({ source: z.literal("given"), rps: z.number(), errorRate: z.number() }),
  z.object({
    source: z.literal("measured"),
    rps: z.number(),
    errorRate: z.number().describe("What is planned with: half an error more than were seen."),
    isAtMost: z.boolean().describe("Not one error was seen."),
    p95: z.number().nullable(),
    requests: z.number(),
    errors: z.number(),
    window: lengthMs,
  }),
]);

const weight = percentage.nullable().describe("One that would be enough.");
const advice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("longer"), needs: lengthMs, weight }),
  z.object({ kind: z.literal("undecided"), needs: lengthMs.nullable(), weight }),
  z.object({
    kind: z.literal("blind"),
    ratio: z.number(),
    needs: lengthMs.nullable(),
    best: lengthMs.nullable(),
    weight,
  }),
]);

const stepPower = z.object({
  step: z.int().min(1),
  weight: percentage,
  bake: lengthMs,
  judgedBy: z.enum(["comparison", "limits"]),
  smallest: z
    .object({ inBake: z.number().nullable(), inTime: z.number().nullable() })
    .describe("Smallest rise that is proven within the bake time, and within the time to decide, as a ratio."),
  rises: z.array(z.object({ ratio: z.number(), share: z.number(), after: lengthMs.nullable() })),
  good: z
    .object({
      after: lengthMs.nullable(),
      by: z.enum(["margin", "floor", "error limit", "latency limit", "fewest requests"]),
    })
    .describe("When a build that is as good as the baseline is shown to be good."),
  advice,
});

const power = z.object({
  environment: z.string(),
  alpha: z.number(),
  beta: z.number(),
  decideWithin: lengthMs,
  onInconclusive: z.enum(["auto", "promote", "pause", "rollback"]),
  traffic,
  steps: z.array(stepPower).describe("Empty while no traffic is known."),
});

const message = z.object({
  id: z.string(),
  to: texts,
  subject: z.string(),
  leadTime: z.number().nullable().describe("Before production, in ms; null: at once when what it follows is met."),
  at: moment.nullable(),
  missed: z.boolean().describe("That moment was over when the release was opened, or is now where none is."),
});

/** What `headgate plan --json` prints: what a release goes through, before anything starts. Lengths in ms. */
export const planAnswer = z.object({
  service: z.string(),
  process: z.string(),
  strategy: z.string(),
  environments: z.array(
    z.object({
      name: z.string(),
      steps: z.array(rolloutStep),
      least: z.number().describe("The bakes alone; starting instances and waiting for people come on top."),
    }),
  ),
  power: z.array(power).describe("What the verdicts can show, where steps are gated by them."),
  rollbackWindow: z.number(),
  periods: z.array(z.object({ stage: z.string(), length: z.number() })),
  productionAt: moment.nullable(),
  messages: z.array(message),
  noticeNeeded: z.number().describe("The shortest notice that the process can keep in full."),
  timetable: z
    .array(z.object({ stage: z.string(), begin: moment, end: moment }))
    .describe("Back from the date of production; empty without one."),
  missing: z.object({
    roles: texts,
    checks: z
      .array(z.object({ id: z.string(), part: z.string(), formats: texts }))
      .describe("Checks that no machine answers: somebody imports their report, or they are bound."),
    audiences: texts,
  }),
});

export type PlanAnswer = Told<typeof planAnswer>;
