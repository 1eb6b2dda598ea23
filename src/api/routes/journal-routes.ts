import { z } from "zod";
import { route } from "../make-route.ts";
import { id } from "../values.ts";

/** PostgreSQL has no text with a NUL in it. */
const plain = z.string().refine((given) => !given.includes("\0"), "a NUL is in no name");

const stream = plain
  .min(1)
  .max(400)
  .describe("Such as release/shop-1.1.0, environment/shop/production, calendar; access is for administrators.");

/** A line of history as the journal keeps it; its hash covers all other fields (RFC 8785, SHA-256). */
export const entry = z.object({
  stream: z.string(),
  version: z.int(),
  at: z.number().describe("Milliseconds since 1970, UTC: what the hash covers."),
  actor: z.object({ kind: z.enum(["human", "agent", "system"]), id: z.string() }),
  type: z.string(),
  data: z.unknown(),
  previous: z.string(),
  hash: z.string(),
});

export const listHeads = route({
  name: "listHeads",
  method: "GET",
  path: "/api/v1/journal/heads",
  tag: "Journal",
  summary: "How far each stream is, by name",
  needs: "see",
  query: z.strictObject({ prefix: plain.max(400).default("") }),
  answer: z.object({
    heads: z.array(z.object({ stream: z.string(), version: z.int(), hash: z.string(), at: z.number() })),
  }),
});

export const readEntries = route({
  name: "readEntries",
  method: "GET",
  path: "/api/v1/journal/entries",
  tag: "Journal",
  summary: "The entries of one stream, oldest first, page by page",
  needs: "see",
  query: z.strictObject({
    stream,
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
  }),
  answer: z.object({ entries: z.array(entry), next: z.int().nullable().describe("Ask again with this `after`.") }),
  refuses: ["JOURNAL_DAMAGED", "NOT_PERMITTED"],
});

export const readBlob = route({
  name: "readBlob",
  method: "GET",
  path: "/api/v1/blobs/{digest}",
  tag: "Journal",
  summary: "The raw bytes of a report, a document, a process or a configuration",
  needs: "see",
  params: z.strictObject({
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "write sha256: and 64 hexadecimal digits"),
  }),
  answer: "application/octet-stream",
  refuses: ["BLOB_MISSING", "BLOB_DAMAGED"],
});

/** Server-sent events: `id` is the position to go on from, `data` one entry as JSON. */
export const events = route({
  name: "events",
  method: "GET",
  path: "/api/v1/events",
  tag: "Journal",
  summary: "Everything that is written, as it comes; goes on after a position (or the header Last-Event-ID)",
  needs: "see",
  query: z.strictObject({
    after: z.string().max(100).optional().describe("A position; else from now on."),
    release: id.optional().describe("Only of this release."),
  }),
  answer: "text/event-stream",
  refuses: ["FEED_POSITION_UNKNOWN", "TOO_MANY_REQUESTS"],
});
