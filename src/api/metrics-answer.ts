import { z } from "zod";
import { epoch, lengthMs, moment } from "./fields.ts";
import type { Told } from "./read-only.ts";
import { restoration } from "./triggers-answer.ts";

const measured = z.object({
  id: z.string(),
  title: z.string(),
  formula: z.string(),
  unit: z.string(),
  target: z.number(),
  reason: z.string().optional().describe("Why this service has another target than the process."),
  better: z.enum(["lower", "higher"]),
  minSample: z.number(),
  actual: z.number().nullable(),
  source: z.string().describe("Where the number comes from, or why there is none."),
  sample: z.number().nullable().describe("How many observations stand behind it."),
  result: z.enum(["met", "missed", "unknown"]),
});

/** What `headgate metrics RELEASE --json` prints: each metric with target, actual and where it comes from. */
export const releaseMetrics = z.object({
  release: z.string(),
  openedAt: moment,
  emergency: z.boolean(),
  metrics: z.array(measured),
  elapsedMs: lengthMs
    .nullable()
    .describe("From the request until all traffic was on the build, in ms; it has no target."),
  plannedDowntimeMs: lengthMs,
  restored: z.array(restoration),
});

const delivery = z.object({
  deployments: z.int(),
  frequency: z.number().nullable().describe("Deployments a week."),
  leadTime: lengthMs.nullable().describe("From a commit until all traffic was on its build, in ms; the middle one."),
  leads: z.object({ commit: z.int(), opening: z.int() }).describe("How many times that is the middle of."),
  failed: z.int(),
  failRate: z.number().nullable(),
  recoveryTime: lengthMs.nullable().describe("From the first sign until users were well again, in ms; the middle one."),
  notRecovered: z.int(),
  rework: z.int(),
  reworkRate: z.number().nullable(),
});

const deployment = z.object({
  id: z.string().describe("Of the rollout."),
  release: z.string(),
  version: z.string(),
  at: moment,
  lead: z.object({ length: lengthMs, from: z.enum(["commit", "opening"]) }).nullable(),
  rework: z.boolean(),
  failure: z
    .object({
      cause: z.string(),
      at: epoch,
      recovery: lengthMs.nullable(),
    })
    .nullable(),
});

const times = z.object({
  count: z.int(),
  p50: lengthMs.nullable(),
  max: lengthMs.nullable(),
  untimed: z.int().describe("The old build was not seen healthy."),
});

/** What `headgate metrics --json` prints. Nothing is grouped by person: figures are for learning. Null: nothing tells it. */
export const serviceMetrics = z.object({
  service: z.string(),
  from: moment,
  to: moment.describe("This moment is no part of it."),
  delivery,
  deployments: z.array(deployment),
  emergencies: z.int(),
  rollbacks: z.object({ targetMs: lengthMs.nullable(), drills: times, real: times }),
  restored: z
    .object({
      count: z.int(),
      p50: lengthMs.nullable(),
      max: lengthMs.nullable(),
      late: z.int(),
      open: z.int().describe("Users are not well again yet."),
    })
    .describe("After signs of harm that set a limit; those raised in the span."),
  releases: z.array(releaseMetrics).describe("In the order in which they were opened."),
});

export type ReleaseMetrics = Told<typeof releaseMetrics>;
export type ServiceMetrics = Told<typeof serviceMetrics>;
