import { z } from "zod";
import type { Told } from "./read-only.ts";

/** What `headgate gate RELEASE STAGE --json` prints. */
export const gateAnswer = z.object({
  release: z.string(),
  gate: z.string().describe("A stage, or `exit`: the gates by which a release is left."),
  open: z.boolean(),
  blockedBy: z
    .array(z.object({ id: z.string().describe("A requirement, a stage or an exit gate."), reason: z.string() }))
    .describe("A closed gate never goes without a reason."),
});

export type GateAnswer = Told<typeof gateAnswer>;
