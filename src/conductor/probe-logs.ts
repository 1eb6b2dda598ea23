import { isAbsolute, join } from "node:path";
import type { Emit, LoggedService } from "../config/logs.ts";
import { AppError } from "../errors.ts";
import type { LogSettings } from "../probes/catalogue/log.ts";
import type { Probe, Seen } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";

type Looked = { readonly service: LoggedService; readonly seen: Seen | AppError };

/** Puts a marker into the log of every service and searches it where people would (R42): each is told by its name. */
export const logsProbe =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const { services } = loaded.config.logs;
    if (services.length === 0)
      throw new AppError("PROBE_FAILED", {
        probe: question.requirement,
        problem: "headgate.yaml has no logs:",
        fix: "Declare the services under logs:, or bind a report to the check.",
      });
    const { url } = deps.world.environment(loaded.config, question.environment);
    const looked = await Promise.all(services.map((one) => lookAt(deps, loaded, url, one, signal)));
    const silent = looked.filter(({ seen }) => !(seen instanceof AppError) && seen.figures.failed !== 0);
    const unseen = looked.flatMap(({ service, seen }) => (seen instanceof AppError ? [{ service, error: seen }] : []));
    // One log that is not there fails the check, whatever could not be looked at; else that is all there is to say.
    if (silent.length === 0 && unseen.length > 0) throw couldNotLook(unseen);
    const figures = {
      services: services.length,
      silent: silent.length,
      unseen: unseen.length,
      slowestMs: slowest(looked),
    };
    const findings = [
      ...looked.flatMap(({ seen }) => (seen instanceof AppError ? [] : seen.findings)),
      ...unseen.map(({ service, error }) => finding(`${service.name}: ${error.message}`, service.name)),
    ];
    return told(deps, question, "logs", figures, findings, {}, { silent: silent.map(({ service }) => service.name) });
  };

const couldNotLook = (unseen: readonly { readonly service: LoggedService; readonly error: AppError }[]): AppError =>
  new AppError("PROBE_FAILED", {
    probe: "logs",
    problem: unseen.map(({ service, error }) => `${service.name}: ${error.message}`).join(" "),
    fix: "See that the services and the stores answer.",
  });

const slowest = (looked: readonly Looked[]): number =>
  Math.max(0, ...looked.map(({ seen }) => (seen instanceof AppError ? 0 : (seen.figures.waitedMs ?? 0))));

/** A marker through the service, and a look for it where its log is searched. @param seed no other look has the same */
export const markAndSearch = async (
  deps: Deps,
  service: LoggedService,
  url: string,
  seed: string,
  signal: AbortSignal,
): Promise<Seen> => {
  const from = deps.now();
  // One word of letters and digits, which no store takes apart.
  const marker = `headgate${deps.digestOf([seed, service.name, from]).slice("sha256:".length, "sha256:".length + 24)}`;
  await emit(deps, service, url, marker, signal);
  return deps.looks.log({ ...service, store: located(deps, service.store), text: marker, from }, signal);
};

const lookAt = async (
  deps: Deps,
  { release }: Loaded,
  url: string,
  service: LoggedService,
  signal: AbortSignal,
): Promise<Looked> => {
  try {
    return { service, seen: await markAndSearch(deps, service, url, release.id, signal) };
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    return { service, seen: error };
  }
};

/** With the paths of files from the folder of `headgate.yaml` on. */
export const located = ({ home }: Pick<Deps, "home">, store: LoggedService["store"]): LogSettings["store"] =>
  store.driver === "file"
    ? { ...store, files: store.files.map((path) => (isAbsolute(path) ? path : join(home, path))) }
    : store;

const emit = async (
  deps: Deps,
  { name, emit: how, within }: LoggedService,
  url: string,
  marker: string,
  signal: AbortSignal,
): Promise<void> => {
  using limit = deps.clock.timeout(within);
  const until = AbortSignal.any([signal, limit.signal]);
  const problem =
    how.command === null ? await request(deps, how, url, marker, until) : await run(deps, how.command, marker, until);
  signal.throwIfAborted();
  if (problem === null) return;
  const fix = "See that the service is there; a marker that was never written cannot be found.";
  throw new AppError("PROBE_FAILED", { probe: `The marker for ${name}`, problem, fix });
};

/** Any answer will do, for what is looked at is the log; no answer left none there. */
const request = async (
  { fetch }: Deps,
  { get, headers }: Emit,
  url: string,
  marker: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const fill = (text: string): string => text.replaceAll("{marker}", marker);
  const path = fill(get ?? "/");
  try {
    const filled = Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, fill(value)]));
    const to = /^https?:/.test(path) ? path : url + path;
    const answer = await fetch(to, { headers: { ...filled, connection: "close" }, redirect: "manual", signal });
    await answer.body?.cancel();
    return null;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `its request was not answered (${cause instanceof Error ? cause.message : String(cause)})`;
  }
};

const run = async (
  { runCommand, home }: Deps,
  command: readonly string[],
  marker: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const filled = command.map((part) => part.replaceAll("{marker}", marker));
  const { exit, errors } = await runCommand(filled, { cwd: home, env: { HEADGATE_MARKER: marker } }, signal);
  return exit === 0 ? null : `its command ended with ${exit}: ${errors.slice(-200).trim() || "no output"}`;
};
