import { z } from "zod";
import { digestText, lengthMs, percentage, texts, unanswered } from "./fields.ts";
import type { Told } from "./read-only.ts";

const gates = z.array(z.enum(["analysis", "approval"]));

/** What a step of a rollout makes of an environment. */
export const rolloutStep = z.object({
  weight: percentage.describe("The candidate's share of traffic, in percent."),
  candidate: z.int().describe("Instances of it."),
  bake: lengthMs.describe("The least time on the step, in ms."),
  gates,
});

/** What `headgate runbook RELEASE --json` prints, as the release pinned it; nothing is run. */
export const runbookAnswer = z.object({
  release: z.string(),
  environment: z.string(),
  digest: digestText,
  steps: z.array(
    z.object({
      number: z.int().min(1),
      title: z.string(),
      owner: z.string().describe("The role that answers for it."),
      by: z.enum(["automated", "manual"]),
      expected: z.string(),
      verify: z.string(),
      reversible: z.boolean(),
      runs: texts.nullable().describe("Its command; null where there is none."),
      proves: texts.nullable(),
      state: z
        .enum(["running", "done", "failed"])
        .nullable()
        .describe("How far it came in the last rollout there; null for what Headgate does by itself."),
    }),
  ),
  rollout: z.array(
    z.object({
      weight: percentage,
      candidate: z.int(),
      baseline: z.int(),
      bake: lengthMs,
      gates,
      asks: z.string().optional().describe("The role that gives the go."),
      answer: z.object({ within: lengthMs, unanswered }).optional().describe("How long its go is waited for."),
    }),
  ),
  back: texts.describe("What is done on the way back, in order."),
  hookOnRollback: texts.nullable(),
});

export type RunbookAnswer = Told<typeof runbookAnswer>;
