import { z } from "zod";
import { type AppError, catalogue, type ErrorCode } from "../errors.ts";

/**
 * How every refusal and every error is answered, as `application/problem+json`.
 * @source RFC 9457, Problem Details for HTTP APIs
 */
export const problem = z.object({
  type: z.string().describe("urn:headgate:problem:CODE"),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("What happened, with your values."),
  instance: z.string().describe("Id of the request, as the server's log has it."),
  code: z.string().describe("A code of the catalogue; never used for anything else."),
  fix: z.string().describe("What to do."),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.infer<typeof problem>;

export const toProblem = ({ code, message, fix, detail }: AppError, request: string): Problem => ({
  type: `urn:headgate:problem:${code}`,
  title: titleOf(code),
  status: catalogue[code].status,
  detail: message,
  instance: request,
  code,
  fix,
  values: { ...detail },
});

/** `RELEASE_NOT_FOUND` → `Release not found`. */
const titleOf = (code: ErrorCode): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
