import { z } from "zod";

/** What `move-journal` did. */
export const moveAnswer = z.object({
  to: z.string().describe("Host, port and database."),
  streams: z.int().min(0).describe("Histories that are there now."),
  entries: z.int().min(0).describe("Entries that this call moved."),
  there: z.int().min(0).describe("Entries that were there before."),
  blobs: z.int().min(0).describe("Reports, documents and other files that are there now."),
  kept: z.int().min(0).describe("Accounts, sessions, tokens and the like that this call moved."),
});

export type MoveAnswer = z.infer<typeof moveAnswer>;
