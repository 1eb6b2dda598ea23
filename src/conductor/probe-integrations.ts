import { millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Probe } from "../probes/port.ts";
import { holds, problemsOf, runProbes } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";

/** For all of them together. */
const within = millis(300_000);

/**
 * Each declared integration is used with production's own key, by its probe, which changes nothing there (R98). It does
 * not go through the service, so that a wrong key shows before the first user meets it. One without a probe has failed.
 */
export const integrationsProbe =
  (deps: Deps, { config }: Loaded): Probe =>
  async (question, signal) => {
    const { integrations, declared } = config;
    if (integrations.length === 0)
      throw new AppError("PROBE_FAILED", {
        probe: question.requirement,
        problem: "headgate.yaml has no integrations:",
        fix: "Write a probe for each of declared.integrations, or bind a report to the check.",
      });
    const looked = await runProbes(deps, config, question.environment, { probes: integrations, within }, signal);
    const bare = declared.integrations.filter((name) => !integrations.some((one) => one.name === name));
    const broken = looked.filter((one) => !holds(one));
    const failed = [...broken.map(({ spec }) => spec.name), ...bare];
    return told(
      deps,
      question,
      "integrations",
      { checked: looked.length, failed: failed.length, missing: bare.length },
      [
        ...broken.map((one) => finding(problemsOf(one).join("; "), one.spec.name)),
        ...bare.map((name) => finding("it is declared, and no probe uses it", name)),
      ],
      {},
      { failed, missing: bare },
    );
  };
