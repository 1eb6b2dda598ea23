import { z } from "zod";
import { digestText, requirementState, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

const link = z.object({
  kind: z.string().describe("Of evidence."),
  requirement: z.string(),
  state: requirementState,
  counts: z.enum(["current", "excepted", "missing", "due later", "not applicable"]),
  reason: z.string(),
  digest: z.string().describe("Of what it stands on; empty while there is nothing."),
});

/** What `headgate controls RELEASE --json` prints: which evidence there is, and never that somebody meets a framework. */
export const controlsAnswer = z.object({
  release: z.string(),
  build: digestText,
  frameworks: z.array(z.object({ id: z.string(), title: z.string() })),
  controls: z.array(
    z.object({
      id: z.string(),
      framework: z.string(),
      topic: z.string(),
      evidence: texts.describe("Ids of kinds of evidence."),
      rows: texts,
      fit: z
        .enum(["D", "S", "P"])
        .describe("D: the evidence is what the clause asks for; S: it supports it; P: it touches it."),
      note: z.string(),
      state: z.enum(["satisfied", "partial", "gap", "due later", "not applicable"]),
      reason: z.string().describe("What is not there; empty when nothing is missing."),
      links: z.array(link),
    }),
  ),
});

export type ControlsAnswer = Told<typeof controlsAnswer>;
