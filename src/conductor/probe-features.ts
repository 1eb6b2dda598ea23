import type { Feature } from "../config/features.ts";
import { lastRollout, type Release } from "../domain/release/release.ts";
import { millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Probe } from "../probes/port.ts";
import { holds, problemsOf, runProbes } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";
import { httpCheck } from "./http-check.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";

/** For all of them together. */
const within = millis(300_000);

/** `unproven`: nothing looks at it, or who should has not yet. */
type Proof = { readonly story: string; readonly state: "works" | "failed" | "unproven"; readonly problem: string };

/** Each delivered story is shown in production by a check or by a person who signs for it; the others are listed (R97). */
export const featuresProbe =
  (deps: Deps, loaded: Loaded): Probe =>
  async (question, signal) => {
    const { features } = loaded.config;
    if (features.length === 0)
      throw new AppError("PROBE_FAILED", {
        probe: question.requirement,
        problem: "headgate.yaml has no features:",
        fix: "List what the release delivers, or bind a report to the check.",
      });
    const proofs: Proof[] = [];
    // One after the other, for a probe that counts requests shall count nobody else's.
    for (const feature of features) proofs.push(await proofOf(deps, loaded, question.environment, feature, signal));
    const of = (state: Proof["state"]) => proofs.filter((one) => one.state === state);
    const names = (state: Proof["state"]) => of(state).map(({ story }) => story);
    return told(
      deps,
      question,
      "features",
      { features: features.length, unproven: of("unproven").length, failed: of("failed").length },
      proofs.filter(({ state }) => state !== "works").map(({ story, problem }) => finding(problem, story)),
      {},
      { unproven: names("unproven"), failed: names("failed") },
    );
  };

const proofOf = async (
  deps: Deps,
  { config, release }: Loaded,
  environment: string,
  feature: Feature,
  signal: AbortSignal,
): Promise<Proof> => {
  const { story, check, probe, manual } = feature;
  if (manual !== null) return { story, ...seenByPeople(release, environment, feature) };
  if (probe !== null) {
    const looked = await runProbes(deps, config, environment, { probes: [probe], within }, signal);
    return judged(story, looked.filter((one) => !holds(one)).flatMap(problemsOf));
  }
  const test = config.smoke.find(({ name }) => name === check);
  if (test === undefined) return { story, state: "unproven", problem: "no check and no person looks at it" };
  const { problem } = await httpCheck(deps, deps.world.environment(config, environment).url, test, signal);
  return judged(story, problem === null ? [] : [problem]);
};

const judged = (story: string, problems: readonly string[]): Proof => ({
  story,
  state: problems.length === 0 ? "works" : "failed",
  problem: problems.join("; "),
});

/** What was said before all traffic was on the build is no word on it in production. */
const seenByPeople = (release: Release, environment: string, { story, manual }: Feature): Omit<Proof, "story"> => {
  const since = lastRollout(release, environment, "deploy")?.promotedAt ?? null;
  const seen = release.features?.[story];
  if (seen === undefined || since === null || seen.at < since)
    return { state: "unproven", problem: `nobody with the role ${manual} has looked at it yet` };
  return { state: seen.works ? "works" : "failed", problem: seen.works ? "" : `${seen.by}: ${seen.note}` };
};
