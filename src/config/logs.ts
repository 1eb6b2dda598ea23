import { z } from "zod";
import type { LogStore } from "../domain/log-store.ts";
import type { Millis } from "../domain/units.ts";
import { someDuration } from "./duration.ts";
import { asks } from "./explain.ts";
import { command, name, scalar, strict, text } from "./values.ts";
import { authorization, webAddress } from "./web-address.ts";

/** Services whose logs must arrive where people search them. */
export type LoggedService = {
  readonly name: string;
  readonly emit: Emit;
  readonly store: LogStore;
  /** The marker must be found by then. */
  readonly within: Millis;
};

/** How the marker gets into the service's log; `{marker}` stands for it. */
export type Emit = {
  /** A path on the service, or a whole address; null where a command does it. */
  readonly get: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly command: readonly string[] | null;
};

export const store = z.discriminatedUnion("driver", [
  strict({
    driver: z.literal("file").describe("Files that this machine can read."),
    files: z.array(text).min(1).describe("Paths with * and **, relative to headgate.yaml; the newest 100 are read."),
  }),
  strict({
    driver: z.literal("loki").describe("Grafana Loki, by its HTTP API."),
    url: webAddress("http://127.0.0.1:3100"),
    selector: z
      .string({ error: asks('write a stream selector, such as {app="shop"}') })
      .regex(/^\{.+\}$/s, { error: asks('write a stream selector, such as {app="shop"}') })
      .describe('Stream selector, such as {app="shop"}.'),
    tenant: text.nullable().default(null).describe("Tenant, where there are several (X-Scope-OrgID)."),
    authorization,
  }),
  strict({
    driver: z.literal("elasticsearch").describe("Elasticsearch or OpenSearch, by their search API."),
    url: webAddress("http://127.0.0.1:9200"),
    index: text.describe("Index, alias or data stream; * is allowed."),
    field: text.nullable().default(null).describe("The field that holds the line; every field without it."),
    authorization,
  }),
]);

const emitHelp = "write { get: /path?x={marker} } or { command: […] }";
const usualGet = "/?headgate-marker={marker}";

export const emit = strict({
  get: text.nullable().default(null).describe("A path on the service, or a whole address, with {marker} in it."),
  headers: z.record(z.string(), scalar).default({}).describe("Headers of that request, with {marker} in them."),
  command: command.nullable().default(null).describe("Writes {marker} into the log, instead of a request."),
})
  .refine(({ get, command: run }) => get === null || run === null, { error: `has two ways; ${emitHelp}` })
  .transform((given): Emit => (given.command === null ? { ...given, get: given.get ?? usualGet } : given))
  .refine(holdsMarker, { error: `has no {marker} in it; ${emitHelp}` });

function holdsMarker({ get, headers, command: run }: Emit): boolean {
  return [get ?? "", ...Object.values(headers), ...(run ?? [])].some((part) => part.includes("{marker}"));
}

export const service = strict({
  name: name.describe("What people call the service."),
  emit: emit.prefault({}).describe("How a marker gets into its log."),
  store: store.describe("Where its log is searched."),
  within: someDuration.prefault("30s").describe("The marker must be found by then."),
});

export const logs = strict({
  services: z.array(service).default([]).describe("Services whose logs must arrive where people search them."),
});
