import { z } from "zod";
import { digestText, moment } from "./fields.ts";
import type { Told } from "./read-only.ts";

export const historyEntry = z.object({
  version: z.int().min(1).describe("Its number in the history of the release."),
  at: moment,
  actor: z.object({ kind: z.enum(["human", "agent", "system"]), id: z.string() }),
  type: z.string(),
  says: z.string().describe("What happened, in a sentence."),
  data: z.unknown().describe("The event as it was written."),
  hash: digestText,
});

/** What `headgate history RELEASE --json` prints. */
export const historyAnswer = z.object({ release: z.string(), entries: z.array(historyEntry) });

export type HistoryAnswer = Told<typeof historyAnswer>;
