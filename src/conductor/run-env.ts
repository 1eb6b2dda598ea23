import type { BuildRef } from "../domain/rollout/rollout.ts";

type Given = {
  readonly rollout: string;
  readonly environment: string;
  readonly candidate: BuildRef;
  readonly baseline: BuildRef;
};

/** What a command of the user's is told of the rollout that runs it. */
export const runEnv = (
  service: string,
  { rollout, environment, candidate, baseline }: Given,
): Readonly<Record<string, string>> => ({
  HEADGATE_SERVICE: service,
  HEADGATE_ENVIRONMENT: environment,
  HEADGATE_ROLLOUT: rollout,
  HEADGATE_BUILD: candidate.digest,
  HEADGATE_VERSION: candidate.version,
  HEADGATE_BASELINE_BUILD: baseline.digest,
  HEADGATE_BASELINE_VERSION: baseline.version,
});
