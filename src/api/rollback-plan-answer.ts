import { z } from "zod";
import { lengthMs, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

/** What `headgate rollback RELEASE ENV --dry-run --json` prints: what would be done, before anybody presses anything. */
export const rollbackPlanAnswer = z.object({
  release: z.string(),
  environment: z.string(),
  idle: z.boolean().describe("Nothing is in progress there, so that there is nothing to roll back."),
  steps: texts,
  drillMs: lengthMs.nullable().describe("How long it took in the drill of this build, in ms; null without one."),
});

export type RollbackPlanAnswer = Told<typeof rollbackPlanAnswer>;
