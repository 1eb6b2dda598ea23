import { z } from "zod";

/** What a command brought about, each event in words. */
export const actAnswer = z.object({
  ok: z.literal(true),
  events: z.array(z.object({ type: z.string(), says: z.string() })),
  note: z.string().nullable().describe("What there is to know where nothing or not all was done."),
});
export type ActAnswer = z.infer<typeof actAnswer>;
