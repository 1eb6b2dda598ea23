import { z } from "zod";
import type { AllowedDifference } from "../domain/parity/allow-differences.ts";
import type { Synthetic } from "../domain/personal-data/find-personal-data.ts";
import type { Millis } from "../domain/units.ts";
import { camelKeys } from "./camel-keys.ts";
import type { Complaint } from "./complaint.ts";
import { someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import type { Sound } from "./sound.ts";
import { command, strict, text, texts } from "./values.ts";
import { databaseVariable, oneValueQuery } from "./world-url.ts";

/** What is asked to describe one side; what several of them say is added up. */
export type SideSource = {
  readonly command: readonly string[] | null;
  readonly file: string | null;
  readonly get: string | null;
  readonly database: {
    /** `$NAME`. */
    readonly url: string;
    readonly schema: string | null;
    readonly tables: readonly string[] | null;
  } | null;
  readonly within: Millis;
};

/** Where samples of staging's data are taken. */
export type StagingData = {
  readonly databases: readonly { readonly url: string; readonly tables: readonly string[] | null }[];
  readonly files: readonly string[];
  readonly pages: readonly string[];
  /** Rows of each table at most. */
  readonly sample: number;
};

export type Parity = {
  readonly staging: SideSource;
  readonly production: SideSource;
  readonly allowed: readonly AllowedDifference[];
  readonly dataRatio: { readonly min: number };
  readonly stagingData: StagingData | null;
  readonly synthetic: Synthetic;
};

const tables = z
  .array(text)
  .min(1)
  .nullable()
  .default(null)
  .describe("Tables, as `name` or `schema.name`; without it all of them.");

const source = strict({
  command: command.nullable().default(null).describe("Prints a descriptor."),
  file: text.nullable().default(null).describe("A file with a descriptor."),
  get: z
    .string()
    .startsWith("/", { error: asks("write a path that begins with /, such as /descriptor") })
    .nullable()
    .default(null)
    .describe("A page of this environment with a descriptor."),
  database: strict({
    url: databaseVariable.describe("$NAME of its PostgreSQL; it is only read."),
    schema: oneValueQuery.nullable().default(null).describe("Query for the schema version."),
    tables,
  })
    .nullable()
    .default(null)
    .describe("PostgreSQL to take the schema version and the rows of each table from."),
  within: someDuration.prefault("1m").describe("What does not answer by then has failed."),
}).describe("Who describes this side, beside what this file says of it.");

const allowed = strict({
  what: text.describe("The place of the difference, such as instances.count, or dependencies.* for all of a kind."),
  reason: text.describe("Why it is meant; it stands in every report."),
  "min-ratio": z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe("The least share of production that staging must have all the same."),
}).transform(camelKeys);

const stagingData = strict({
  databases: z.array(strict({ url: databaseVariable.describe("$NAME of staging's PostgreSQL."), tables })).default([]),
  files: texts.default([]).describe("Files or patterns such as data/staging/*.csv."),
  pages: z.array(z.string().startsWith("/")).default([]).describe("Pages of staging."),
  sample: z.int().min(1).max(1_000_000).default(5_000).describe("Rows of each table that are looked at, at most."),
});

export const parity = strict({
  staging: source.prefault({}),
  production: source.prefault({}),
  allowed: z.array(allowed).default([]).describe("Differences that are meant, each with its reason."),
  "data-ratio": strict({
    min: z.number().min(0).max(1).default(0.01).describe("The least share of production's rows in each table."),
  }).prefault({}),
  "staging-data": stagingData
    .nullable()
    .default(null)
    .describe("Where to look whether data of real people or payment cards is in staging."),
  synthetic: strict({
    domains: texts.default([]).describe("Domains of e-mail addresses that are made up."),
    "test-cards": z.boolean().default(false).describe("Whether the card networks' own test numbers may be there."),
  })
    .transform(camelKeys)
    .prefault({})
    .describe("What is known to be made up."),
})
  .transform((given): Parity => camelKeys(given))
  .nullable()
  .default(null)
  .describe("How staging is compared with production.");

/** Where staging's own database is looked at, it cannot be production's. */
export const parityRules = (given: Sound<z.input<typeof parity>> | undefined): readonly Complaint[] => {
  const there = given?.production?.database?.url;
  if (given == null || there === undefined) return [];
  const what = "is the database of production as well";
  const fix = "name another variable for staging";
  const scanned = (given["staging-data"]?.databases ?? []).map((one, i) => ({
    path: ["parity", "staging-data", "databases", i, "url"],
    url: one?.url,
  }));
  const own = { path: ["parity", "staging", "database", "url"], url: given.staging?.database?.url };
  return [own, ...scanned].filter(({ url }) => url === there).map(({ path }) => ({ path, what, fix }));
};
