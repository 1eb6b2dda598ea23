import { z } from "zod";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import type { Sound } from "./sound.ts";
import { command, strict } from "./values.ts";

const hook = strict({
  command: command.describe(
    "Run in the folder of headgate.yaml; HEADGATE_BUILD, HEADGATE_VERSION and HEADGATE_ENVIRONMENT are set.",
  ),
  within: someDuration.prefault("10m").describe("Longer than this is a failure."),
  change: z
    .enum(["reversible", "irreversible", "expand-contract"])
    .describe("Whether what it does can be undone, or is made so that both versions can live with it."),
});

export const hooks = strict({
  "before-traffic": hook.optional().describe("Before the candidate is started, and so before it gets any traffic."),
  "after-promote": hook.optional().describe("When the candidate has all traffic and was promoted."),
  "on-rollback": hook
    .optional()
    .describe("On the way back, before the baseline gets its traffic; must bear being run twice."),
});

type Given = Sound<z.input<typeof hooks>>;

/** What cannot be undone needs something that restores; else there is no way back that keeps the data. */
export const hookRules = (given: Given | undefined): readonly Complaint[] => {
  if (given === undefined || Object.hasOwn(given, "on-rollback")) return [];
  const what = "is irreversible, and nothing restores what it changed";
  const fix = "add on-rollback: with the command that restores the backup";
  return (["before-traffic", "after-promote"] as const)
    .filter((point) => given[point]?.change === "irreversible")
    .map((point) => ({ path: ["hooks", point], what, fix }));
};
