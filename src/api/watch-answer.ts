import { z } from "zod";
import { moment, percentage } from "./fields.ts";
import type { Told } from "./read-only.ts";

const side = z
  .object({
    requests: z.int(),
    errors: z.int(),
    rps: z.number().describe("Requests per second."),
    errorRate: z.number().nullable().describe("0 to 1; null without a request: no data is no rate."),
    p50: z.number().nullable().describe("In ms."),
    p95: z.number().nullable().describe("In ms."),
  })
  .nullable()
  .describe("Null: it could not be measured, which is not the same as no requests.");

/** What was counted of a rollout, window by window, and what the analysis made of it. */
export const watchAnswer = z.object({
  release: z.string(),
  environment: z.string(),
  rollout: z.string().nullable().describe("The last one there; null before the first."),
  candidate: z.string(),
  baseline: z.string().nullable(),
  windows: z
    .array(
      z.object({
        from: moment,
        to: moment,
        step: z.int().min(1),
        weight: percentage.describe("The candidate's share of traffic when it closed."),
        candidate: side,
        baseline: side,
        problem: z.string().optional().describe("What the source said when it did not answer."),
      }),
    )
    .describe("Oldest first; of a long watch, the newest alone."),
  verdicts: z
    .array(
      z.object({
        at: moment,
        step: z.int().min(1),
        outcome: z.enum(["pass", "fail", "inconclusive", "error"]),
        reason: z.string(),
        figures: z
          .record(z.string(), z.number())
          .describe(
            "Of the whole step. Evidence in natural logarithms: `harm` against `harmNeeded`, `errorsGood` and `slowGood` against `goodNeeded`; `oddsLow` and `oddsHigh` bound how many times as likely an error is.",
          ),
      }),
    )
    .describe("One for each of these windows."),
  marks: z
    .array(z.object({ at: moment, says: z.string() }))
    .describe("What happened meanwhile: weights, pauses, the way back."),
  left: z.int().describe("Older windows that are not told here."),
});

export type WatchAnswer = Told<typeof watchAnswer>;
