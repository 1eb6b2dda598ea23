import { z } from "zod";
import type { Digest, Instant, Millis, Percent } from "../domain/units.ts";

/** Parts of answers. Only their types know the unit; as JSON they are plain numbers and words. */
const branded = <T>(schema: z.ZodType): z.ZodType<T> => schema as unknown as z.ZodType<T>;

export const moment = z.iso.datetime().describe("UTC, with milliseconds.");
/** As the core keeps it: what stands in the history is told as it stands there. */
export const epoch = branded<Instant>(z.number().describe("Milliseconds since 1970-01-01T00:00:00Z."));
export const lengthMs = branded<Millis>(z.number().describe("In ms."));
export const percentage = branded<Percent>(z.number().describe("In percent."));
export const digestText = branded<Digest>(z.string().describe("`sha256:` and 64 hex digits."));

export const requirementState = z.enum([
  ...(["pass", "fail", "missing", "stale", "inconclusive", "error", "waived", "not applicable"] as const),
]);
export const requirementKind = z.enum([
  ...(["check", "approval", "document", "record", "message", "rollout"] as const),
  ...(["role", "task", "review", "incident", "failure", "post"] as const),
]);
export const severityId = z.enum(["critical", "high", "medium", "low"]);
export const unanswered = z.enum(["hold", "roll back"]);
export const texts = z.array(z.string());
