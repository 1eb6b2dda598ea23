import type { CheckBinding } from "../config/config.ts";
import { environmentOf } from "../domain/process/environment-of.ts";
import type { Requirement } from "../domain/process/process.ts";
import { shownFor } from "../domain/process/shown.ts";
import { isReference, referencePart } from "../domain/process/side-parts.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import { AppError } from "../errors.ts";
import { openAny } from "../evidence/open-any.ts";
import type { Bytes } from "../journal/port.ts";
import type { Answer, Probe } from "../probes/port.ts";
import { runProbes, toldBy } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { told } from "./probe-answer.ts";
import { redact } from "./redact.ts";
import { buildInProduction, type Reference } from "./reference.ts";
import { warmingUp } from "./warming-up.ts";
import { weigh } from "./weigh.ts";

/** Probes by the name that the process calls them by. */
export type Probes = Readonly<Record<string, Probe>>;

type Asked = { readonly requirement: string; readonly part: string; readonly probe: string | null };

/**
 * Ask the world one question and keep what it said. Whatever goes wrong becomes evidence with a problem, which is
 * `error` and never a pass; only our own bugs are thrown.
 */
export const ask = async (
  deps: Deps,
  loaded: Loaded,
  probes: Probes,
  asked: Asked,
  signal: AbortSignal,
): Promise<Evidence> => {
  const { release, process } = loaded;
  const requirement = process.requirements.find(({ id }) => id === asked.requirement);
  const environment = (requirement && environmentOf(process, requirement)) ?? "production";
  const looked = lookedAt(loaded, requirement);
  const question = { requirement: asked.requirement, part: asked.part, build: release.build.digest, environment };
  try {
    const answer =
      asked.probe === null
        ? await askBinding(deps, loaded, question, signal)
        : brought(await (probes[asked.probe] ?? unknownProbe(asked.probe))(question, signal));
    const evidence = { ...(await toEvidence(deps, loaded, question, answer)), ...looked };
    return await weigh(deps, loaded, evidence, await boundReference(deps, loaded, question, signal));
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    const problem = redact(error.message);
    const raw = new TextEncoder().encode(problem);
    const spoken = { formats: ["figures"], source: asked.probe ?? "binding", raw };
    return { ...(await toEvidence(deps, loaded, question, spoken)), report: null, problem, ...looked };
  }
};

/** What the release held before the question, so that a change during it makes the answer stale. */
const lookedAt = ({ process, release }: Loaded, requirement: Requirement | undefined): Pick<Evidence, "madeFrom"> =>
  requirement?.kind === "check" && requirement.looksAt !== undefined
    ? { madeFrom: shownFor(process, release, requirement.looksAt) }
    : {};

/** What the service binds to be asked of the build in production at the same time; undefined when it binds nothing. */
const boundReference = async (
  deps: Deps,
  loaded: Loaded,
  asked: Question,
  signal: AbortSignal,
): Promise<Reference | undefined> => {
  const { process, release, config } = loaded;
  const part = referencePart(asked.part);
  const check = process.requirements.find(({ id }) => id === asked.requirement);
  if (check?.kind !== "check" || !isReference(check, part)) return undefined;
  const build = config.checks[check.id]?.some((one) => one.part === part)
    ? await buildInProduction(deps, release)
    : null;
  if (build === null) return undefined;
  const question = { ...asked, part, build: build.digest };
  const lost = (problem: string): Reference => ({ kind: "lost", build, problem });
  try {
    const answer = await askBinding(deps, loaded, question, signal);
    const evidence = { ...(await toEvidence(deps, loaded, question, answer)), build: build.digest };
    const said = evidence.report?.build ?? build.digest;
    if (said !== build.digest) return lost(`the report on ${build.version} is about another build (${said})`);
    return { kind: "found", evidence, release: null, build };
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    return lost(redact(error.message));
  }
};

const brought = ({ format, ...answer }: Answer): Brought => ({ ...answer, formats: [format] });

const unknownProbe =
  (probe: string): Probe =>
  async () => {
    throw new AppError("PROBE_FAILED", {
      probe,
      problem: "there is no probe of this name",
      fix: "Mend the process file.",
    });
  };

type Question = Parameters<Probe>[0];

/** What was brought, in one of these formats; bytes that come in pieces are never all in memory. */
type Brought = { readonly formats: readonly string[]; readonly source: string; readonly raw: Bytes };

/** Raw bytes are kept as they are read, so that an unreadable report is never lost. */
export const toEvidence = async (
  deps: Pick<Deps, "blobs" | "now">,
  { release }: Loaded,
  question: Question,
  answer: Brought,
): Promise<Evidence> => {
  const reader = openAny(answer.formats);
  const raw = await deps.blobs.put(through(answer.raw, reader.write));
  const reading = reader.end();
  const { format } = reading;
  return {
    requirement: question.requirement,
    part: question.part,
    format,
    parser: reading.parser,
    source: answer.source,
    raw,
    at: deps.now(),
    build: release.build.digest,
    environment: question.environment,
    report: reading.ok ? reading.report : null,
    problem: reading.ok ? null : reading.problem,
  };
};

const through = (bytes: Bytes, hear: (piece: Uint8Array) => void): Bytes => {
  if (!(bytes instanceof Uint8Array)) return heard(bytes, hear);
  hear(bytes);
  return bytes;
};

async function* heard(bytes: AsyncIterable<Uint8Array>, hear: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hear(piece);
    yield piece;
  }
}

const askBinding = async (
  deps: Deps,
  { config, process, release }: Loaded,
  question: Question,
  signal: AbortSignal,
): Promise<Brought> => {
  const binding = config.checks[question.requirement]?.find(({ part }) => part === question.part);
  if (binding === undefined)
    throw new AppError("PROBE_FAILED", {
      probe: question.requirement,
      problem: "headgate.yaml binds nothing to it",
      fix: "Bind it under checks:.",
    });
  if (binding.probes !== null) {
    const probed = await runProbes(deps, config, question.environment, binding, signal);
    const seen = warmingUp(release, question.environment, binding, deps.now(), toldBy(probed));
    return brought(told(deps, question, "catalogue", seen.figures, seen.findings, seen.texts, seen.lists));
  }
  using limit = deps.clock.timeout(binding.within);
  const within = AbortSignal.any([signal, limit.signal]);
  const { url } = deps.world.environment(config, question.environment);
  if (binding.get !== null) return brought(await getPage(deps, binding, url, within));
  const { command } = binding;
  if (command !== null) {
    const env = {
      HEADGATE_ENVIRONMENT_URL: url,
      HEADGATE_ENVIRONMENT: question.environment,
      HEADGATE_BUILD: question.build,
      HEADGATE_PROCESS: process.name,
    };
    const { exit, output, errors } = await deps.runCommand(command, { cwd: deps.home, env }, within);
    // A command that fails but reports is heard; one that fails and says nothing could not look.
    if (exit !== 0 && output.length === 0)
      throw new AppError("PROBE_FAILED", {
        probe: command.join(" "),
        problem: `exit ${exit}: ${errors.slice(-300) || "no output"}`,
        fix: "Run it by hand.",
      });
    if (binding.file === null) return { formats: [binding.format], source: command.join(" "), raw: output };
  }
  if (binding.file === null)
    throw new AppError("PROBE_FAILED", {
      probe: question.requirement,
      problem: "its binding names nothing to ask",
      fix: "Name a command, file or get.",
    });
  return { formats: [binding.format], source: binding.file, raw: deps.openFile(binding.file) };
};

const getPage = async (
  { fetch }: Pick<Deps, "fetch">,
  { get, format }: CheckBinding,
  url: string,
  signal: AbortSignal,
): Promise<Answer> => {
  const source = url + get;
  try {
    const answer = await fetch(source, { signal, redirect: "error" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return { format, source, raw: new Uint8Array(await answer.arrayBuffer()) };
  } catch (error) {
    throw new AppError(
      "PROBE_FAILED",
      { probe: source, problem: String(error), fix: "See that the page answers." },
      { cause: error },
    );
  }
};
