import { z } from "zod";

/** What `verify` says of a journal or of a sealed record. */
export const verifyAnswer = z.object({
  kind: z.enum(["journal", "record"]),
  where: z.string().describe("Its folder, or host, port and database of PostgreSQL."),
  ok: z.boolean(),
  streams: z.int().min(0).describe("How many histories were read."),
  entries: z.int().min(0).describe("How many of their lines are sound."),
  problems: z.array(z.string()).describe("Each names the file or the line that it is about."),
  fingerprint: z
    .string()
    .nullable()
    .describe(
      "Of the key that sealed a record. Anybody can make a key: compare it with the one that the sender told you.",
    ),
  about: z.record(z.string(), z.string()).nullable().describe("What a record says it is."),
});

export type VerifyAnswer = z.infer<typeof verifyAnswer>;
