import type { CheckBinding, Config } from "../config/config.ts";
import { kindFigures, listing, measures } from "../config/probe-measures.ts";
import type { ProbeSpec } from "../config/probes.ts";
import type { Finding } from "../domain/release/evidence.ts";
import { AppError } from "../errors.ts";
import type { Seen } from "../probes/port.ts";
import { atMost } from "./at-most.ts";
import type { Deps } from "./deps.ts";
import { probeLook, type Where } from "./probe-look.ts";
import { redact } from "./redact.ts";

/** What came of one probe. `seen` is null when it could not look; `problem` then says why. */
export type Probed = {
  readonly spec: ProbeSpec;
  readonly millis: number;
  readonly seen: Seen | null;
  readonly problem: string | null;
};

/** Looks at a time. */
const together = 8;

/**
 * Every probe of a binding: most side by side, and then, one after the other, those that count requests, so that they
 * count nobody else's.
 */
export const runProbes = async (
  deps: Deps,
  config: Config,
  environment: string,
  { probes, within }: Pick<CheckBinding, "probes" | "within">,
  signal: AbortSignal,
): Promise<readonly Probed[]> => {
  using limit = deps.clock.timeout(within);
  const where: Where = { config, environment, url: deps.world.environment(config, environment).url };
  const until = AbortSignal.any([signal, limit.signal]);
  const tasks = (probes ?? []).map((spec) => ({ spec, run: () => probed(deps, where, spec, until, signal) }));
  const [alone, others] = [tasks.filter(({ spec }) => isAlone(spec)), tasks.filter(({ spec }) => !isAlone(spec))];
  const run = (some: typeof tasks, limit: number) =>
    atMost(
      limit,
      some.map((task) => task.run),
    );
  const found = [...(await run(others, together)), ...(await run(alone, 1))];
  signal.throwIfAborted();
  return found.toSorted((a, b) => (probes ?? []).indexOf(a.spec) - (probes ?? []).indexOf(b.spec));
};

const isAlone = ({ kind }: ProbeSpec): boolean => kind === "metric-delta";

const probed = async (
  deps: Deps,
  where: Where,
  spec: ProbeSpec,
  until: AbortSignal,
  signal: AbortSignal,
): Promise<Probed> => {
  const began = deps.clock.elapsed();
  const end = (seen: Seen | null, problem: string | null): Probed => ({
    spec,
    millis: Math.round(deps.clock.elapsed() - began),
    seen,
    problem,
  });
  try {
    return end(await untilAborted(probeLook(deps, where, spec, until), until), null);
  } catch (error) {
    if (error instanceof AppError) return end(null, redact(error.message));
    if (!until.aborted) throw error;
    return end(null, signal.aborted ? "it was stopped" : "the time for all probes of the check was over");
  }
};

/** One that does not heed its signal shall not keep the others waiting. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });

/** Whether it looked and found nothing wrong; whoever looked at nothing did not. */
export const holds = ({ seen, spec }: Probed): boolean =>
  seen !== null &&
  (seen.figures.checked ?? 0) > 0 &&
  seen.figures.failed === 0 &&
  (seen.findings.length === 0 || listing.has(spec.kind));

/** All probes of a binding, as one report. */
export type Told = {
  readonly figures: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly texts: Readonly<Record<string, string>>;
  /** What `failed` counts, each with what is wrong. */
  readonly lists: { readonly failed: readonly string[] };
};

/**
 * All of them as one report.
 *
 * @throws AppError `PROBE_FAILED` when one could not look: what the others saw proves nothing of that
 */
export const toldBy = (probed: readonly Probed[]): Told => {
  const blind = probed.filter(({ seen }) => seen === null);
  if (blind.length > 0)
    throw new AppError("PROBE_FAILED", {
      probe: blind.map(({ spec }) => spec.name).join(", "),
      problem: probed.flatMap(problemsOf).join("; "),
      fix: "Try it: headgate probe.",
    });
  const failed = probed.filter((one) => !holds(one));
  const slowestMs = Math.max(0, ...probed.map(({ millis }) => millis));
  return {
    figures: { ...measured(probed), checked: probed.length, failed: failed.length, slowestMs },
    findings: [...failed.flatMap((one) => problemsOf(one).map((title) => findingOf(one, title))), ...listedBy(probed)],
    texts: Object.fromEntries(probed.map((one) => [one.spec.name, holds(one) ? "holds" : problemsOf(one).join("; ")])),
    lists: { failed: failed.map((one) => `${one.spec.name}: ${problemsOf(one).join(", ")}`) },
  };
};

const listedBy = (probed: readonly Probed[]): readonly Finding[] =>
  probed
    .filter(({ spec }) => listing.has(spec.kind))
    .flatMap(({ seen }) => seen?.findings ?? [])
    .map((one) => ({ ...one, id: redact(one.id), title: redact(one.title) }));

/** What is wrong, in words; nothing where it holds. */
export const problemsOf = (one: Probed): readonly string[] => {
  if (one.seen === null) return [one.problem ?? "it could not look"];
  if (holds(one)) return [];
  const titles = one.seen.findings.map(({ title }) => redact(title));
  return titles.length > 0 ? titles : ["it looked at nothing"];
};

const findingOf = ({ spec, seen }: Probed, title: string): Finding => ({
  id: spec.name,
  severity: "high",
  title,
  where: redact(seen?.findings[0]?.where ?? spec.name),
});

/** Each under its probe's name, and under the figure that it stands for; those of a kind are added up. */
const measured = (probed: readonly Probed[]): Readonly<Record<string, number>> => {
  const figures: Record<string, number> = {};
  for (const { spec, seen } of probed) {
    for (const [name, value] of Object.entries(seen?.figures ?? {})) {
      if (name === "checked" || name === "failed") continue;
      figures[`${spec.name}.${name}`] = value;
      if (kindFigures[spec.kind]?.includes(name)) figures[name] = (figures[name] ?? 0) + value;
      if (spec.figure !== null && measures[spec.kind] === name) figures[spec.figure] = value;
    }
  }
  return figures;
};
