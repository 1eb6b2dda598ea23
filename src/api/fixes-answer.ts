import { z } from "zod";
import type { Told } from "./read-only.ts";

/** What `headgate fix RELEASE --json` prints: changes that were thought out beforehand. */
export const fixesAnswer = z.object({
  plannedFixes: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["configuration", "flag"]),
      does: z.string(),
      verifiedBy: z.string().describe("The check that has to pass after it."),
    }),
  ),
});

export type FixesAnswer = Told<typeof fixesAnswer>;
