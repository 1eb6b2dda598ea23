import { z } from "zod";
import { moment } from "./fields.ts";
import type { Told } from "./read-only.ts";

const toldLine = z.object({
  id: z.string(),
  about: z.string().describe("The occurrence of a notice; empty for a message of the process."),
  to: z.string(),
  state: z.enum(["delivered", "given up", "failing", "pending", "skipped"]),
  at: moment.nullable(),
  detail: z.string(),
});

/** What `headgate notices RELEASE --json` prints: who was told what, and at the end what nobody was told yet. */
export const noticesAnswer = z.object({
  release: z.string(),
  told: z.array(toldLine),
  quiet: z
    .array(z.object({ audience: z.string(), says: z.string() }))
    .describe("Audiences that were told of the date and hear nothing."),
});

export type ToldLine = Told<typeof toldLine>;
export type NoticesAnswer = Told<typeof noticesAnswer>;
