import { z } from "zod";
import type { Millis } from "../domain/units.ts";
import { someDuration } from "./duration.ts";
import { strict, text, texts } from "./values.ts";

/** How an instance tells what it runs, and what it has to tell beside its version. */
export type Running = {
  readonly get: string;
  readonly within: Millis;
  readonly migrations: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
};

export const running = strict({
  get: z
    .string()
    .startsWith("/")
    .describe("A page of each instance with JSON: { version, migrations: [...], flags: { name: value } }."),
  within: someDuration.prefault("5s").describe("An instance that does not answer by then is a difference."),
  migrations: texts.default([]).describe("Migrations that must have been applied."),
  flags: z
    .record(z.string(), z.union([text, z.boolean().transform(String), z.number().transform(String)]))
    .default({})
    .describe("Flags and the value that each must have."),
})
  .nullable()
  .default(null)
  .describe("How instances tell what they run, so that it can be held against what was approved.");
