import { z } from "zod";
import { noteKinds } from "../domain/room/events.ts";
import { digestText, moment, requirementState, severityId, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";
import { restoration } from "./triggers-answer.ts";

const seenItem = z.object({
  item: z.string(),
  title: z.string(),
  state: requirementState.nullable().describe("Null for a fact."),
  at: moment.nullable().describe("When it was last looked at, or written; null when it never was."),
  says: z.string(),
});

/** What `headgate room RELEASE --json` prints: the execution log as it stands, with numbers and hashes of the journal. */
export const roomAnswer = z.object({
  release: z.string(),
  build: digestText,
  presence: z.array(
    z.object({
      for: z.string().describe("The rollout that asks for it."),
      post: z.string(),
      title: z.string(),
      there: z.boolean(),
      says: z.string(),
    }),
  ),
  timeline: z.array(
    z.object({
      version: z.int().min(1),
      at: moment,
      actor: z.string(),
      type: z.string(),
      says: z.string(),
      hash: digestText,
    }),
  ),
  left: z
    .object({ timeline: z.int().min(0), notes: z.int().min(0) })
    .describe("How many older ones are not told here, where only the last were asked for."),
  restored: z.array(restoration),
  notes: z.array(
    z.object({
      line: z.int(),
      kind: z.enum(noteKinds),
      text: z.string(),
      about: z.string(),
      by: z.string(),
      at: moment,
    }),
  ),
  flags: z
    .array(z.object({ id: z.string(), severity: severityId, says: z.string(), at: moment }))
    .describe("What has to be seen to before anything else: whatever is open, the worst first."),
  sees: z
    .array(z.object({ role: z.string(), title: z.string(), who: texts, items: z.array(seenItem) }))
    .describe("What each role has before its eyes."),
  duties: z.array(
    z.object({
      role: z.string(),
      title: z.string(),
      duties: z.array(z.object({ title: z.string(), done: z.boolean(), shownBy: texts })),
    }),
  ),
  excitement: z
    .object({
      score: z.int(),
      counts: z.object({
        unplannedSteps: z.int(),
        pauses: z.int(),
        retries: z.int(),
        manualActs: z.int(),
        refusals: z.int(),
      }),
    })
    .describe("What did not go as planned, counted: 0 is boring, which is the aim."),
});

export type RoomAnswer = Told<typeof roomAnswer>;
