import type { CheckBinding, Config } from "../config/config.ts";
import { environmentOf } from "../domain/process/environment-of.ts";
import type { Process } from "../domain/process/process.ts";
import { AppError } from "../errors.ts";
import { holds, problemsOf, runProbes } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";

/** What each probe of a binding saw. */
export type TriedProbes = {
  readonly environment: string;
  readonly probes: readonly TriedProbe[];
};

export type TriedProbe = {
  readonly name: string;
  readonly part: string;
  /** `error`: it could not look. */
  readonly state: "holds" | "failed" | "error";
  readonly problems: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  readonly millis: number;
};

/** The probes of a check as a release would run them, for whoever writes `headgate.yaml`: no release, and no evidence. */
export const tryProbes = async (
  deps: Deps,
  { config, process }: { readonly config: Config; readonly process: Process },
  asked: { readonly requirement: string; readonly part: string; readonly environment: string | undefined },
  signal: AbortSignal,
): Promise<TriedProbes> => {
  const requirement = process.requirements.find(({ id }) => id === asked.requirement);
  if (requirement === undefined) throw new AppError("UNKNOWN_REQUIREMENT", { requirement: asked.requirement });
  const environment = asked.environment ?? environmentOf(process, requirement) ?? "production";
  const bound = (config.checks[asked.requirement] ?? []).filter(
    ({ part, probes }) => probes !== null && (asked.part === "" || asked.part === part),
  );
  if (bound.length === 0) throw new AppError("NO_PROBES", { requirement: asked.requirement });
  const probes: TriedProbe[] = [];
  for (const binding of bound) probes.push(...(await tried(deps, config, environment, binding, signal)));
  return { environment, probes };
};

const tried = async (
  deps: Deps,
  config: Config,
  environment: string,
  binding: CheckBinding,
  signal: AbortSignal,
): Promise<readonly TriedProbe[]> => {
  const probed = await runProbes(deps, config, environment, binding, signal);
  return probed.map((one) => ({
    name: one.spec.name,
    part: binding.part,
    state: holds(one) ? "holds" : one.seen === null ? "error" : "failed",
    problems: problemsOf(one),
    figures: one.seen?.figures ?? {},
    millis: one.millis,
  }));
};
