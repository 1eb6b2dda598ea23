import { z } from "zod";
import { type Digest, type Instant, isDigest } from "../domain/units.ts";
import { canonical } from "./canonical.ts";
import type { Entry } from "./port.ts";

export const payloadType = "application/vnd.in-toto+json";
export const statementType = "https://in-toto.io/Statement/v1";
export const predicateType = "urn:headgate:record:v1";

const digest = z.custom<Digest>((text) => typeof text === "string" && isDigest(text), "is no sha256 digest");

const predicate = z.object({
  /** What the record is about, in words for a person. */
  about: z.record(z.string(), z.string()),
  /** Where each stream of the record ends. */
  heads: z.array(z.object({ stream: z.string(), version: z.number(), hash: digest })),
  /** Digests that the entries mention and whose bytes are kept elsewhere, such as the build itself. */
  outside: z.array(digest),
  /** Fingerprint of the key that signs. */
  key: digest,
});

/**
 * What the signature covers: every other file of the record by its SHA-256, and the ends of its streams.
 * @source in-toto Statement v1: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export const statement = z.object({
  _type: z.literal(statementType),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
  predicateType: z.literal(predicateType),
  predicate,
});
export type Statement = z.infer<typeof statement>;

/** Also refuses what JSON.parse lets through: half a surrogate pair, 1e999, nesting beyond all measure. */
const isJson = (data: unknown): boolean => {
  try {
    canonical(data);
    return true;
  } catch {
    return false;
  }
};

/** One line of `entries.jsonl`. Whether it is true is for its hash to say. */
export const entryLine = z.strictObject({
  stream: z.string(),
  version: z.number(),
  at: z.custom<Instant>((n) => typeof n === "number", "is no time"),
  actor: z.strictObject({ kind: z.enum(["human", "agent", "system"]), id: z.string() }),
  type: z.string(),
  data: z.unknown().refine(isJson, "is not JSON"),
  previous: digest,
  hash: digest,
});

/** Entries by stream, in the order in which they came. */
export const byStream = (entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> =>
  Map.groupBy(entries, ({ stream }) => stream);
