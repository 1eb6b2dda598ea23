import { z } from "zod";
import { environment, id, severity, text } from "../../api/values.ts";
import { issueSources } from "../../domain/incident/incident.ts";
import { AppError } from "../../errors.ts";

/** One report of a pipeline. Its file is at most as large as a call may be. */
export const evidenceSent = z
  .strictObject({
    release: id,
    requirement: id,
    part: z.string().max(200).default(""),
    format: z.string().max(100).nullable().default(null).describe("Else those that the check reads are tried."),
    file: z.string().min(1).max(500).describe("What the file is called."),
    content: z.string(),
    encoding: z.enum(["text", "base64"]).default("text"),
  })
  .refine(({ content, encoding }) => encoding === "text" || z.base64().safeParse(content).success, {
    error: "is no base64",
    path: ["content"],
  });

/** One ticket of a tracker, as it is now. */
export const ticketSent = z.strictObject({
  release: id,
  title: text.trim().min(1),
  severity,
  source: z.enum(issueSources).default("users").describe("Who noticed it first."),
  reference: z.string().trim().min(1).max(200).describe("What the tracker calls it."),
  environment: environment.default("production"),
  status: z.enum(["open", "closed"]).default("open"),
});

export type TicketSent = z.output<typeof ticketSent>;

/** @throws AppError `INPUT_INVALID` with everything that is wrong with it */
export const readBody = <T>(schema: z.ZodType<T>, body: string): T => {
  const read = schema.safeParse(parsed(body));
  if (read.success) return read.data;
  throw invalidBody(read.error.issues.map(({ path, message }) => `${["body", ...path].join(".")}: ${message}`));
};

export const invalidBody = (problems: readonly string[]): AppError =>
  new AppError("INPUT_INVALID", { count: problems.length, problems: problems.slice(0, 20).join("\n") });

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw invalidBody(["body: it is no JSON"]);
  }
};
