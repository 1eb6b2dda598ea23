import { upcastConfig } from "../config/upcast-config.ts";
import { type FailureFacts, failureRecord, type Printed, rolloutBehind } from "../documents/failure-record.ts";
import type { DocumentInput } from "../documents/input.ts";
import { type EnvironmentEvent, environmentStream } from "../domain/environment.ts";
import type { Failure } from "../domain/failure/failure.ts";
import { type Difference, whatDiffers, withoutSecret } from "../domain/failure/what-differs.ts";
import { putBy } from "../domain/put-by.ts";
import type { Evidence } from "../domain/release/evidence.ts";
import type { BuildRef } from "../domain/rollout/rollout.ts";
import type { Digest } from "../domain/units.ts";
import type { Deps } from "./deps.ts";
import type { WithoutStamp } from "./engine.ts";
import { toEvent } from "./entries.ts";
import { readEnvironment } from "./environment-store.ts";
import { foldEntries, type Loaded, releaseStream } from "./load.ts";
import { redact } from "./redact.ts";

/** Of each instance, and of each report. */
const keptLines = 200;

/** Puts into one record what is known of a failed attempt, and says what is not (R62, R130). Never fails itself. */
export const collectFailure = async (
  deps: Deps,
  loaded: Loaded,
  input: DocumentInput,
  id: string,
  signal: AbortSignal,
): Promise<WithoutStamp> => {
  const failure = loaded.release.failures.find((one) => one.id === id);
  if (failure === undefined) throw new RangeError(`${id} is no failure of ${loaded.release.id}`);
  const facts = await factsOf(deps, loaded, failure, evidenceThen(input, failure), signal);
  const text = failureRecord(input, facts);
  return { type: "RecordFailure", failure: id, document: await deps.blobs.put(new TextEncoder().encode(text)) };
};

/** As it was when it failed: somebody may have brought another report since. */
const evidenceThen = ({ history }: DocumentInput, { requirement, at }: Failure): readonly Evidence[] => {
  const parts = new Map<string, Evidence>();
  for (const { event } of history)
    if (event.type === "EvidenceRecorded" && event.evidence.requirement === requirement && event.at <= at)
      parts.set(event.evidence.part, event.evidence);
  return [...parts.values()];
};

const factsOf = async (
  deps: Deps,
  loaded: Loaded,
  failure: Failure,
  evidence: readonly Evidence[],
  signal: AbortSignal,
): Promise<FailureFacts> => {
  const { release, process } = loaded;
  const environments = process.requirements.flatMap((one) =>
    one.kind === "rollout" && one.stage === failure.stage ? [one.environment] : [],
  );
  const rollout = rolloutBehind(release, failure, environments);
  const environment = rollout?.environment ?? environments[0] ?? "";
  const lastGood = rollout?.baseline ?? (await readEnvironment(deps, release.service, environment)).lastGood;
  return {
    failure,
    evidence,
    output: await Promise.all(evidence.map((one) => outputOf(deps, one))),
    logs: await logsOf(deps, loaded, environment, failure.build.digest, signal),
    lastGood,
    differences: lastGood === null ? [] : await differencesSince(deps, loaded, environment, lastGood),
    rollout,
  };
};

const outputOf = async ({ blobs }: Deps, { requirement, part, source, raw }: Evidence): Promise<Printed> => {
  const from = `${part === "" ? requirement : `${requirement}#${part}`}, as ${source} gave it`;
  try {
    return { from, lines: linesOf(new TextDecoder().decode(await blobs.get(raw))) };
  } catch (error) {
    return { from, problem: inWords(error) };
  }
};

const linesOf = (text: string): readonly string[] => redact(text).trimEnd().split(/\r?\n/).slice(-keptLines);

const logsOf = async (
  { world }: Deps,
  { config }: Loaded,
  environment: string,
  build: Digest,
  signal: AbortSignal,
): Promise<readonly Printed[]> => {
  const from = `instances in ${environment}`;
  try {
    const { instances } = world.environment(config, environment);
    const all = (await instances.output?.(build, keptLines, signal)) ?? null;
    if (all === null)
      return [{ from, problem: `the driver ${instances.name} does not hand over what instances print` }];
    if (all.length === 0) return [{ from, problem: "no instance of this build is there any more" }];
    return all.map(({ id, lines }) => ({ from: id, lines: linesOf(lines.join("\n")) }));
  } catch (error) {
    return [{ from, problem: inWords(error) }];
  }
};

/** Against the configuration under which the last good build was brought there. */
const differencesSince = async (
  { journal, blobs }: Deps,
  { release, config }: Loaded,
  environment: string,
  lastGood: BuildRef,
): Promise<readonly Difference[] | string> => {
  try {
    const entries = await journal.read(environmentStream(release.service, environment));
    const by = putBy(
      entries.map((entry) => toEvent<EnvironmentEvent>(entry)),
      lastGood.digest,
    );
    if (by === null) return `no release brought ${lastGood.version}: with what configuration it ran is not known`;
    const other = foldEntries(undefined, await journal.read(releaseStream(by)));
    if (other === undefined) return `the history of ${by} is not there`;
    const then = upcastConfig(JSON.parse(new TextDecoder().decode(await blobs.get(other.config))));
    return whatDiffers(then, config).map(withoutSecret);
  } catch (error) {
    return inWords(error);
  }
};

const inWords = (error: unknown): string => redact(error instanceof Error ? error.message : String(error));
