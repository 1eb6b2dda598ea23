import { lastRollout } from "../domain/release/release.ts";
import type { BuildRef } from "../domain/rollout/rollout.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import { utcMillis } from "./format.ts";
import { code, type Markdown, md, section, type Text, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";

/**
 * What users had before the rollout, and what they had of the new build on its way up: the three signals of each, with
 * their window and sample (R79). Its last block is the same for machines: the validation period is held against it.
 */
export const baseline: Template = (input) => {
  const { before = null, baseline = null, candidate, id } = lastRollout(input.release, "production", "deploy") ?? {};
  const problem = before === null ? "no rollout has measured it yet" : before.problem;
  const sides = [
    sideOf("before", baseline, before?.signals ?? null, problem),
    sideOf("on its way up", candidate ?? null, input.climb ?? null, "no window was measured"),
  ];
  return page(
    input,
    "baseline",
    section("Signals", signals(sides)),
    section("Window and sample", samples(sides)),
    section("For machines", json(id ?? null, sides)),
  );
};

type Side = {
  readonly title: string;
  readonly build: BuildRef | null;
  readonly signals: Signals | null;
  readonly problem: string;
};

const sideOf = (title: string, build: BuildRef | null, signals: Signals | null, problem: string): Side => ({
  title,
  build,
  signals,
  problem: signals === null ? problem : "",
});

const signals = (sides: readonly Side[]): Markdown =>
  table(
    ["When", "Build", "Error rate", "95 % within (ms)", "Requests per second"],
    sides.map(({ title, build, signals, problem }) => [
      title,
      build?.version ?? "none",
      ...(signals === null
        ? [md`not measured: ${problem}`, "", ""]
        : [known(signals.errorRate), known(signals.p95), signals.rps]),
    ]),
  );

const known = (value: number | null): Text => value ?? "not known";

const samples = (sides: readonly Side[]): Markdown =>
  table(
    ["When", "From (UTC)", "To (UTC)", "Requests", "Errors", "Latencies", "Digest of the build"],
    sides.flatMap(({ title, build, signals }) =>
      signals === null
        ? []
        : [
            [
              title,
              utcMillis(signals.from),
              utcMillis(signals.to),
              signals.requests,
              signals.errors,
              signals.measured,
              build === null ? "none" : code(build.digest),
            ],
          ],
    ),
  );

/** What is not known is left out. */
const json = (rollout: string | null, [before, climb]: readonly Side[]): Markdown => {
  const known = (_: string, value: unknown): unknown => (value === null ? undefined : value);
  return { md: `\`\`\`json\n${JSON.stringify({ rollout, before: bare(before), climb: bare(climb) }, known)}\n\`\`\`` };
};

const bare = ({ build, signals, problem }: Partial<Side> = {}): object => ({ build, signals, problem });
