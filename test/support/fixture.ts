import { readFileSync } from "node:fs";
import type { Report } from "../../src/domain/release/evidence.ts";
import { readReport } from "../../src/evidence/read-report.ts";

/** Bytes of `test/fixtures/reports/<name>`. */
export const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/reports/${name}`, import.meta.url));

export const bytesOf = (content: unknown): Uint8Array =>
  new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));

/** The report in bytes, text, or a value to be written as JSON. @throws Error with the problem when unreadable */
export const read = (format: string, content: unknown): Report => {
  const reading = readReport(format, content instanceof Uint8Array ? content : bytesOf(content));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.report;
};

/** Why it cannot be read; "" when it can. */
export const problemOf = (format: string, content: unknown): string => {
  const reading = readReport(format, content instanceof Uint8Array ? content : bytesOf(content));
  return reading.ok ? "" : reading.problem;
};
