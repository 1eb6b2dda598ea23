import { z } from "zod";
import { digestText, epoch, severityId } from "./fields.ts";
import type { Told } from "./read-only.ts";

/** Something that is wrong with a build, from its first notice to its end. */
export const issue = z.object({
  id: z.string(),
  title: z.string(),
  severity: severityId,
  source: z.enum(["monitoring", "tests", "users", "security", "team"]).describe("Who noticed it first."),
  environment: z.string().describe("Where it was seen."),
  reference: z.string().describe("What it is called in a tracker, or the check that found it; else empty."),
  build: digestText,
  at: epoch,
  by: z.string(),
  graded: z.boolean().describe("A person has said how bad it is."),
  state: z.enum(["open", "deferred", "closed"]),
  deferral: z.object({ by: z.string(), workaround: z.string(), plan: z.string() }).nullable(),
  closedAt: epoch.nullable(),
});

/** What `headgate issue list RELEASE --json` prints. */
export const issuesAnswer = z.object({ issues: z.array(issue) });

export type IssuesAnswer = Told<typeof issuesAnswer>;
