import { z } from "zod";
import { epoch, lengthMs, severityId } from "./fields.ts";
import type { Told } from "./read-only.ts";

const source = z.enum([
  ...(["verdict", "health", "smoke", "deadline", "hook"] as const),
  ...(["calendar", "alert", "check", "issue", "person"] as const),
]);

const decision = z.object({
  choice: z.enum(["roll-back", "fix-in-place", "watch"]),
  by: z.string(),
  for: z.string().optional().describe("In whose stead a deputy decided."),
  at: epoch,
  reason: z.string(),
  answers: z.record(z.string(), z.string()).describe("The questions of the decision tree with what was answered."),
});

const fix = z.object({
  kind: z.enum(["configuration", "flag"]),
  name: z.string(),
  by: z.string(),
  at: epoch,
  verifiedAt: epoch.nullable().describe("Until then it is no fix."),
});

/** A sign of harm, with a clock that its severity sets. */
export const trigger = z.object({
  id: z.string(),
  severity: severityId,
  source,
  says: z.string().describe("What was seen, in words and figures."),
  environment: z.string(),
  rollout: z.string().nullable(),
  issue: z.string().nullable(),
  key: z.string().describe("The same key is the same trigger, as long as it is open."),
  at: epoch,
  since: epoch.describe("Since when its clocks run."),
  spent: z
    .partialRecord(severityId, lengthMs)
    .optional()
    .describe("How long it had each severity that it was graded away from."),
  by: z.string(),
  escalatedAt: epoch.nullable(),
  notRestoredAt: epoch.nullable().describe("When everybody had to hear that the service was not restored in time."),
  decision: decision.nullable().describe("The last one."),
  decidedAt: epoch.nullable().describe("When somebody, or Headgate, first decided."),
  fix: fix.nullable(),
  settled: z
    .object({ how: z.enum(["rolled back", "fixed in place", "cleared", "mended later"]), at: epoch })
    .nullable(),
});

/** After a sign of harm whose severity sets a limit: how long until users were well again. */
export const restoration = z.object({
  trigger: z.string(),
  severity: severityId,
  at: epoch,
  tookMs: lengthMs.nullable().describe("In ms; null while users are not well again."),
  by: epoch.describe("By when it has to be so."),
  isLate: z.boolean(),
});

/** What `headgate trigger list RELEASE --json` prints. */
export const triggersAnswer = z.object({
  triggers: z.array(
    trigger.extend({ reactionMs: lengthMs.nullable().describe("In ms, until somebody decided; null before that.") }),
  ),
  restored: z.array(restoration),
});

export type TriggersAnswer = Told<typeof triggersAnswer>;
