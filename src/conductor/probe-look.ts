import type { Config } from "../config/config.ts";
import type { ProbeSpec } from "../config/probes.ts";
import { AppError } from "../errors.ts";
import type { EnvironmentValues } from "../probes/catalogue/environment-values.ts";
import { settingsOf } from "../probes/catalogue/settings-of.ts";
import type { Seen } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import { located, markAndSearch } from "./probe-logs.ts";
import { readPage, runForText, textOfFile } from "./probe-sources.ts";

/** Where a probe looks from: one environment, as the configuration has it. */
export type Where = { readonly config: Config; readonly environment: string; readonly url: string };

/** One look of the catalogue, with its settings from `headgate.yaml`. */
export const probeLook = async (deps: Deps, where: Where, spec: ProbeSpec, signal: AbortSignal): Promise<Seen> => {
  const { looks, now } = deps;
  const { within } = spec;
  const pem = async (file: string | null) => (file === null ? null : await textOfFile(deps, file));
  switch (spec.kind) {
    case "http": {
      const { asks } = spec;
      const url = addressOf(where, asks);
      return looks.http({ ...asks, url, ca: await pem(asks.ca), within }, signal);
    }
    case "tcp":
      return looks.tcp({ ...spec.asks.at, within }, signal);
    case "certificate": {
      const { at, for: name, days, ca, tls } = spec.asks;
      return looks.certificate(
        { ...at, name: name ?? at.host, days, tls, ca: await pem(ca), now: now(), within },
        signal,
      );
    }
    case "dns": {
      const { resolver, has, ...rest } = spec.asks;
      const server = resolver === null ? null : addressText(resolver);
      return looks.dns({ ...rest, has: has ?? [], resolver: server, within }, signal);
    }
    case "command": {
      const { run, ...expected } = spec.asks;
      const start = (until: AbortSignal) => runIn(deps, where, run, within, until);
      return looks.command({ command: run, run: start, ...expected }, signal);
    }
    case "prometheus": {
      const { url: named, against, ...rest } = spec.asks;
      const url = prometheusOf(where, named);
      // Absent in configurations that were pinned before there was one.
      const other = against ? { ...against, url: against.url ?? url } : null;
      return looks.prometheus({ ...rest, url, against: other, within }, signal);
    }
    case "metric-delta":
      return looks.metricDelta({ ...deltaOf(where, spec), within }, signal);
    case "sql": {
      const { sameAs: other, ...rest } = spec.asks;
      const sameAs =
        other === null ? null : { database: other.database ?? rest.database, query: other.query ?? rest.query };
      return looks.sql({ ...rest, sameAs, within }, signal);
    }
    case "config-keys":
      return looks.configKeys(
        {
          names: spec.asks.names ?? (await namesIn(deps, spec.asks.manifest ?? "")),
          source: valuesIn(deps, where, where.environment, spec.asks, within),
        },
        signal,
      );
    case "secret-equality": {
      const { names, must, staging, production } = spec.asks;
      const side = (name: string, list: typeof staging) =>
        valuesIn(deps, where, name, { get: null, file: null, command: null, ...list }, within);
      return looks.secretEquality(
        { names, must, sides: [side("staging", staging), side("production", production)] },
        signal,
      );
    }
    case "flag": {
      const { flags, file } = spec.asks;
      const run = spec.asks.command ?? null; // absent in configurations that were pinned before there was one
      const page = run?.join(" ") ?? file ?? addressOf(where, spec.asks);
      const read = (until: AbortSignal) => {
        if (run !== null) return runForText(deps, run, within, until, where.environment);
        return file === null ? readPage(deps, page, within, until) : textOfFile(deps, file);
      };
      return looks.flag({ where: page, read, flags }, signal);
    }
    case "ports":
      return looks.ports({ ...spec.asks, within }, signal);
    case "log":
      return markAndSearch(deps, { ...spec.asks, name: spec.name, within }, where.url, where.environment, signal);
    case "quota":
      return looks.quota({ ...spec.asks, within }, signal);
    case "contract": {
      const { send, recorded } = spec.asks;
      const url = addressOf(where, spec.asks);
      return looks.contract(
        { url, send, recorded: { where: recorded, text: await textOfFile(deps, recorded) }, within },
        signal,
      );
    }
    case "slow-queries":
      return looks.slowQueries({ ...spec.asks, within }, signal);
    case "dry-run": {
      const { run, ...asks } = spec.asks;
      const start = (url: string, until: AbortSignal) => runIn(deps, where, run, within, until, { DATABASE_URL: url });
      return looks.dryRun({ ...asks, command: run, run: start, within }, signal);
    }
    case "log-lines":
      return looks.logLines({ ...spec.asks, store: located(deps, spec.asks.store), now: now() }, signal);
  }
};

/** Names of a list, whose values are let go at once. */
const namesIn = async (deps: Deps, manifest: string): Promise<readonly string[]> => {
  const names = [...(settingsOf(await textOfFile(deps, manifest))?.keys() ?? [])];
  if (names.length > 0) return names;
  throw new AppError("PROBE_FAILED", {
    probe: `config-keys ${manifest}`,
    problem: "the manifest names nothing",
    fix: "Write one name a line.",
  });
};

type Address = { readonly get: string | null; readonly url: string | null };

const addressOf = ({ url: base }: Where, { get, url }: Address): string => url ?? base + (get ?? "/");

const addressText = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

const environmentIn = ({ config }: Where, name: string) =>
  name === "staging" ? config.environments.staging : config.environments.production;

/** The one that is written, else the environment's own. */
const prometheusOf = (where: Where, written: string | null): string => {
  const { metrics } = environmentIn(where, where.environment);
  if (written !== null) return written;
  if (metrics.driver === "prometheus") return metrics.url;
  throw new AppError("PROBE_FAILED", {
    probe: "prometheus",
    problem: `no Prometheus is named, and ${where.environment} has none for its metrics`,
    fix: "Write its url.",
  });
};

const deltaOf = (where: Where, { asks }: ProbeSpec<"metric-delta">) => {
  const { requests, query, prometheus, page, at, settle } = asks;
  const within = 5_000 as typeof settle; // for one reading of the counter
  const counter =
    query === null
      ? { page: page?.startsWith("/") ? where.url + page : (page ?? ""), at: at ?? "", within }
      : { prometheus: prometheusOf(where, prometheus), query, within };
  return { url: addressOf(where, asks), requests, settle, counter };
};

type List = { readonly get: string | null; readonly file: string | null; readonly command: readonly string[] | null };

const valuesIn = (
  deps: Deps,
  where: Where,
  environment: string,
  { get, file, command }: List,
  within: ProbeSpec["within"],
): EnvironmentValues => {
  if (get !== null) return { where: get, env: null, list: (signal) => readPage(deps, where.url + get, within, signal) };
  if (file !== null) return { where: file, env: null, list: () => textOfFile(deps, file) };
  if (command !== null) {
    const list = (signal: AbortSignal) => runForText(deps, command, within, signal, environment);
    return { where: command.join(" "), env: null, list };
  }
  return { where: environment, env: environmentIn(where, environment).instances.env, list: null };
};

const runIn = (
  deps: Deps,
  { url, environment }: Where,
  command: readonly string[],
  within: ProbeSpec["within"],
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
) => {
  const env = { HEADGATE_ENVIRONMENT_URL: url, HEADGATE_ENVIRONMENT: environment, ...more };
  return deps.runCommand(command, { cwd: deps.home, env }, AbortSignal.any([signal, AbortSignal.timeout(within)]));
};
