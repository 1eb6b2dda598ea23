import { z } from "zod";
import { digestText, moment, requirementState } from "./fields.ts";
import type { Told } from "./read-only.ts";

const output = z.object({
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  state: requirementState,
  reason: z.string(),
  version: z.string(),
  made: z
    .array(z.object({ digest: z.string(), by: z.string(), at: moment }))
    .describe("The bytes that it rests on: one for a document, one for each report of a check."),
});

const paper = z.object({
  paper: z.enum(["plan", "test results", "execution log", "analysis"]),
  of: z.string().describe("The requirement, or the failed attempt, that it belongs to."),
  state: z.enum(["there", "missing", "not needed"]),
  document: digestText.nullable(),
});

/** What `headgate outputs RELEASE --json` prints: what the release shall leave behind, and what is there. */
export const outputsAnswer = z.object({
  release: z.string(),
  outputs: z.array(output),
  rollback: z.array(paper).describe("The papers of rollbacks."),
});

export type OutputAnswer = Told<typeof output>;
export type OutputsAnswer = Told<typeof outputsAnswer>;
