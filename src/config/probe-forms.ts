import { z } from "zod";
import { camelKeys } from "./camel-keys.ts";
import { duration, someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { listen } from "./listen.ts";
import { emit, store } from "./logs.ts";
import { address, atMostOne, file, get, oneOf, path, place, send, url } from "./probe-fields.ts";
import { serviceForms } from "./probe-service-forms.ts";
import { command, scalar, strict, text, wholeFrom } from "./values.ts";

/** Shapes of the probes of `checks.<check>.probes`, by their kind. What each looks at is in `src/probes/catalogue`. */

const named = z.string().regex(/^(?:\$[A-Za-z_]\w*|https?:\/\/[^@\s]+)$/, {
  error: "is no address; write one without a password, such as http://127.0.0.1:9090, or $NAME for a variable",
});

const expression = text.refine(isExpression, { error: "is no regular expression; mend it" });

const bounds = {
  is: scalar.nullable().default(null).describe("Exactly this."),
  min: z.number().nullable().default(null).describe("At least this."),
  max: z.number().nullable().default(null).describe("At most this."),
  above: z.number().nullable().default(null).describe("More than this."),
  below: z.number().nullable().default(null).describe("Less than this."),
};

const ca = text.nullable().default(null).describe("File with the certificate of your own authority, as PEM.");
const tls = z
  .enum(["1.1", "1.2", "1.3"])
  .transform((version) => `TLSv${version}` as "TLSv1.1" | "TLSv1.2" | "TLSv1.3")
  .nullable()
  .default(null)
  .describe("The oldest TLS that is allowed.");
const contains = text.nullable().default(null).describe("A text that must be in it.");
const matches = expression.nullable().default(null).describe("A regular expression that it must match.");
const names = z
  .array(text)
  .min(1, { error: "is empty; write the names" })
  .describe("Names of variables; values are never shown.");

function isExpression(given: string): boolean {
  try {
    new RegExp(given, "mu");
    return true;
  } catch {
    return false;
  }
}

const status = z.int().min(100).max(599);
const http = strict({
  get,
  url,
  method: z.enum(["GET", "HEAD", "OPTIONS"]).default("GET").describe("How it is asked; nothing is changed by it."),
  send,
  status: z
    .union([status, z.array(status).min(1)], {
      error: asks("write a status such as 200, or a list such as [401, 403]"),
    })
    .default(200)
    .transform((given): readonly number[] => (typeof given === "number" ? [given] : given))
    .describe("The status that it must answer, or a list of which it must be one; redirections are not followed."),
  contains,
  lacks: text.nullable().default(null).describe("A text that must not be in it."),
  matches,
  headers: z
    .record(z.string(), z.union([z.boolean(), text], { error: asks("write true, false or a text that must be in it") }))
    .default({})
    .describe("Headers by name. true: must be there; false: must not; a text: must be in it."),
  hsts: someDuration.nullable().default(null).describe("Strict-Transport-Security must hold for so long at least."),
  location: text.nullable().default(null).describe("Where it must redirect to."),
  "faster-than": someDuration.nullable().default(null).describe("The whole answer must come in less than this."),
  tls,
  ca,
})
  .superRefine((given, context) => oneOf(context, given, ["get", "url"]))
  .transform(camelKeys);

const tcp = strict({ at: listen.describe("Where somebody must accept connections: host:port.") });

const certificate = strict({
  at: listen.describe("Where it is shown: host:port."),
  for: text.nullable().default(null).describe("Host name that it must be for; else the host of at."),
  days: wholeFrom(0).default(14).describe("It must hold for more than so many days."),
  ca,
  tls,
});

const dns = strict({
  name: text.describe("The name to look up."),
  type: z.enum(["A", "AAAA", "CNAME", "TXT"]).default("A").describe("What is asked for."),
  is: z.array(text).min(1).nullable().default(null).describe("All that may come, in any order."),
  has: z.array(text).min(1).nullable().default(null).describe("What must be among it."),
  resolver: listen.nullable().default(null).describe("host:port of a resolver, where it is not this machine's."),
}).superRefine((given, context) => oneOf(context, given, ["is", "has"]));

const run = strict({
  run: command.describe("Run in the folder of headgate.yaml, without a shell."),
  exit: z.int().min(0).max(255).default(0).describe("How it must end."),
  contains,
  matches,
});

const ratio = z.number().positive().nullable().default(null);

const against = strict({
  url: named.nullable().default(null).describe("Another Prometheus, if it is one."),
  query: text.describe("Another query: each series is held against its one of the same labels."),
  "max-ratio": ratio.describe("At most so many times as much."),
  "min-ratio": ratio.describe("At least so many times as much."),
})
  .refine((given) => given["max-ratio"] !== null || given["min-ratio"] !== null, {
    error: "would always hold; write max-ratio or min-ratio",
  })
  .transform(camelKeys)
  .nullable()
  .default(null)
  .describe("Each series must keep to a multiple of the same of another query.");

const prometheus = strict({
  url: named
    .nullable()
    .default(null)
    .describe("Prometheus, where it is not the environment's own; $NAME for a variable."),
  query: text.describe("Each of its series must keep to the bounds; none at all keeps to none."),
  ...bounds,
  against,
}).transform(camelKeys);

const metricDelta = strict({
  get,
  url,
  requests: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe("How many are sent; the counter must rise by it, give or take 1."),
  query: text.nullable().default(null).describe("A query that gives one running total."),
  prometheus: named.nullable().default(null).describe("Prometheus, where it is not the environment's own."),
  page: z
    .union([path, address], { error: asks("write a path of the service, or an address") })
    .nullable()
    .default(null)
    .describe("A page with JSON instead: a path of the service, or an address."),
  at: text
    .nullable()
    .default(null)
    .describe("Where on the page the total is: a key, or a JSON pointer such as /http/requests."),
  settle: duration
    .prefault("5s")
    .describe("So long it must stand still, before and after: as long as one scrape takes."),
}).superRefine((given, context) => {
  oneOf(context, given, ["query", "page"]);
  atMostOne(context, given, ["get", "url"]);
  if ((given.page === null) !== (given.at === null))
    context.addIssue({ code: "custom", path: ["at"], message: "goes with page; write both or none" });
});

const sql = strict({
  database: place.describe("PostgreSQL: $NAME for a variable, or a url without a password."),
  query: text.describe("One query; it can only read."),
  ...bounds,
  "same-as": strict({
    database: place.optional().describe("Where it is asked, if it is another database."),
    query: text.optional().describe("What is asked there, if it is another query."),
  })
    .nullable()
    .default(null)
    .describe("It must give the same rows in the same order as this."),
}).transform(camelKeys);

const list = {
  get,
  file,
  command: command.nullable().default(null).describe("Prints the list: lines like NAME=value, or JSON."),
};

const configKeys = strict({
  names: names.nullable().default(null),
  manifest: text
    .nullable()
    .default(null)
    .describe("A file that lists them, such as .env.example; only names are read."),
  ...list,
}).superRefine((given, context) => {
  oneOf(context, given, ["names", "manifest"]);
  atMostOne(context, given, ["get", "file", "command"]);
});

const side = strict({ file, command: list.command })
  .superRefine((given, context) => oneOf(context, given, ["file", "command"]))
  .nullable()
  .default(null)
  .describe("A list instead of the env of its instances.");

const secretEquality = strict({
  names,
  must: z.enum(["match", "differ"]).describe("Whether staging and production must have the same values."),
  staging: side,
  production: side,
});

const flag = strict({
  get,
  url,
  file,
  command: command.nullable().default(null).describe("Prints the JSON."),
  flags: z
    .record(
      z.string(),
      z.union([z.boolean(), z.number(), z.string()], { error: asks("write true, false, a number or a text") }),
    )
    .refine((flags) => Object.keys(flags).length > 0, { error: "is empty; write the flags and their states" })
    .describe("The state that each must have, by name or JSON pointer such as /checkout/express."),
}).superRefine((given, context) => oneOf(context, given, ["get", "url", "file", "command"]));

const port = z.int().min(1).max(65_535);

const range = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/)
  .transform((given) => {
    const [from = 0, to = 0] = given.split("-").map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  })
  .refine((all) => all.length > 0 && all[0]! > 0 && all.at(-1)! < 65_536, {
    error: "is no range; write one such as 1-1024",
  });

const ports = strict({
  host: text.describe("The host whose ports are tried."),
  open: z
    .array(port)
    .min(1, { error: "is empty; write one at least, or nobody can tell it from a host that is not there" })
    .describe("These must accept connections."),
  among: z
    .union([z.array(port), range], { error: asks("write a list, or a range such as 1-1024") })
    .default([])
    .describe("All others among these must not: a list, or a range such as 1-1024."),
});

const log = strict({
  emit: emit.prefault({}).describe("How a marker gets into the log."),
  store: store.describe("Where it must be found."),
});

/** By the key that they are written under. */
export const probeForms = {
  http,
  tcp,
  certificate,
  dns,
  command: run,
  prometheus,
  "metric-delta": metricDelta,
  sql,
  "config-keys": configKeys,
  "secret-equality": secretEquality,
  flag,
  ports,
  log,
  ...serviceForms,
} as const;
