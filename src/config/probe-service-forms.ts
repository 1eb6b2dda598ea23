import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import { someDuration } from "./duration.ts";
import { store } from "./logs.ts";
import { get, oneOf, place, send, url } from "./probe-fields.ts";
import { command, strict, text, wholeFrom } from "./values.ts";

/** Shapes of the probes that ask what surrounds a service: partners, its database, its log. */

const quota = strict({
  provider: text.describe("What people call whoever grants it."),
  url: url.unwrap().unwrap().describe("A call that costs nothing and tells what is left."),
  send,
  header: text
    .transform((name) => name.toLowerCase())
    .nullable()
    .default(null)
    .describe("The header that says how much is left."),
  at: text.nullable().default(null).describe("Or where its JSON says it: a key, or a JSON pointer."),
  expected: wholeFrom(1).describe("Requests that production will make until the quota is renewed."),
  headroom: z.number().min(1).default(1.2).describe("So many times as much must be left."),
}).superRefine((given, context) => oneOf(context, given, ["header", "at"]));

const contract = strict({
  get,
  url,
  send,
  recorded: text.describe("File with a recorded answer, as JSON; relative to headgate.yaml."),
}).superRefine((given, context) => oneOf(context, given, ["get", "url"]));

const slowQueries = strict({
  database: place.describe("PostgreSQL with pg_stat_statements: $NAME for a variable, or a url without a password."),
  over: someDuration.prefault("1s").describe("A statement is slow when it once took so long."),
});

const dryRun = strict({
  copy: place.describe("A copy of production's data that may be changed: $NAME, or a url without a password."),
  run: command.describe("Runs the migration on the copy, whose url is in DATABASE_URL."),
  changes: z.array(text).default([]).describe("Tables, and columns such as orders.total, that it is meant to change."),
  invariants: z.array(text).default([]).describe("Queries that must come to the same before and after."),
});

const logLines = strict({
  store: store.describe("Where the log is."),
  level: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal"])
    .default("info")
    .describe("The least level that is declared."),
  most: wholeFrom(1).nullable().default(null).describe("At most so many lines a minute."),
  least: wholeFrom(1).nullable().default(null).describe("At least so many lines a minute."),
  stretch: someDuration.prefault("10s").describe("The time that is looked at; of files, the time that begins now."),
}).transform(camelKeys);

export const serviceForms = {
  quota,
  contract,
  "slow-queries": slowQueries,
  "dry-run": dryRun,
  "log-lines": logLines,
} as const;
