import { signalsOf } from "../analysis/signals.ts";
import { type Counts, difference } from "../analysis/window.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import type { Millis } from "../domain/units.ts";
import type { BuildRef, MetricsDriver, Sample } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";

/** Running totals twice, `length` apart. @throws AppError when the source does not answer */
export const twoLooks = async (
  clock: Deps["clock"],
  metrics: MetricsDriver,
  builds: readonly BuildRef[],
  length: Millis,
  signal: AbortSignal,
): Promise<readonly [before: Sample, after: Sample]> => {
  const before = await read(clock, metrics, builds, signal);
  await clock.wait(length, signal);
  signal.throwIfAborted();
  return [before, await read(clock, metrics, builds, signal)];
};

/** A source that says nothing for so long does not answer; in ms. */
const answerWithin = 5_000;

const read = async (
  clock: Deps["clock"],
  metrics: MetricsDriver,
  builds: readonly BuildRef[],
  signal: AbortSignal,
): Promise<Sample> => {
  using limit = clock.timeout(answerWithin);
  try {
    return await metrics.read(builds, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.signal.aborted) throw error;
    throw new AppError("DRIVER_FAILED", {
      driver: metrics.name,
      act: "reading counts",
      problem: `it did not answer within ${answerWithin / 1_000} s`,
      fix: "See to the source of the metrics.",
    });
  }
};

/** What one build did between two looks, or why nobody can tell. */
export type Between =
  | { readonly ok: true; readonly counts: Counts; readonly signals: Signals }
  | { readonly ok: false; readonly problem: string };

export const between = ([before, after]: readonly [Sample, Sample], { digest, version }: BuildRef): Between => {
  if (after.at <= before.at)
    return { ok: false, problem: "the source of the counts has not looked again meanwhile; measure for longer" };
  const [was, is] = [before.builds[digest], after.builds[digest]];
  const counts = was === undefined || is === undefined ? null : difference(was, is);
  return counts === null
    ? { ok: false, problem: `there are no counts of ${version}, the build in service` }
    : { ok: true, counts, signals: signalsOf(counts, before.at, after.at) };
};
