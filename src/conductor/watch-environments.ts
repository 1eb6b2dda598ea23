import type { Config } from "../config/config.ts";
import type { EnvironmentEvent, EnvironmentState } from "../domain/environment.ts";
import { type Instant, since } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, writeEnvironment } from "./environment-store.ts";
import { type Look, look } from "./look.ts";
import { system } from "./operator.ts";

/** ms that a person's act on an environment may take besides the start of its instances. */
const settling = 30_000;

/**
 * One look at every environment of a service that somebody adopted and that nobody holds; a rollout looks for itself.
 * Writes only when the findings are others than those of the last look. Any number of processes may do it at once.
 *
 * @returns what was looked at
 */
export const watchEnvironments = async (
  deps: Pick<Deps, "journal" | "world" | "now">,
  config: Config,
  signal: AbortSignal,
): Promise<readonly Look[]> => {
  const looks = await Promise.all(Object.keys(config.environments).map((name) => watchOne(deps, config, name, signal)));
  return looks.filter((one) => one !== null);
};

const watchOne = async (
  deps: Pick<Deps, "journal" | "world" | "now">,
  config: Config,
  name: string,
  signal: AbortSignal,
): Promise<Look | null> => {
  if (!isQuiet(await readEnvironment(deps, config.service, name), config, name, deps.now())) return null;
  const seen = await look(deps, config, name, signal);
  // Nobody could look, or somebody took it while we did: that says nothing about it.
  if (seen.problem !== null || !isQuiet(seen.state, config, name, deps.now())) return seen;
  await record(deps, config, seen);
  return seen;
};

/** An adoption is written before it is carried out: until it can have been, nobody is to be alarmed. */
const isQuiet = ({ heldBy, changedAt }: EnvironmentState, config: Config, name: string, now: Instant): boolean => {
  const { readyWithin } = (name === "staging" ? config.environments.staging : config.environments.production).instances;
  return heldBy === null && changedAt !== null && since(changedAt, now) > readyWithin + settling;
};

const record = async (
  deps: Pick<Deps, "journal" | "now">,
  { service }: Config,
  { name, state, findings }: Look,
): Promise<void> => {
  const event = news(state, findings, deps.now());
  if (event === null) return;
  try {
    await writeEnvironment(deps, service, name, state.version, system, event);
  } catch (error) {
    // Somebody else was faster; the next look sees whether there is anything left to say.
    if (!(error instanceof AppError && error.code === "JOURNAL_CONFLICT")) throw error;
  }
};

const news = (
  { unauthorised }: EnvironmentState,
  findings: readonly string[],
  at: Instant,
): EnvironmentEvent | null => {
  if (findings.length === 0) return unauthorised === null ? null : { type: "UnauthorisedChangeGone", at };
  const isTold = JSON.stringify(unauthorised?.findings) === JSON.stringify(findings);
  return isTold ? null : { type: "UnauthorisedChangeSeen", at, findings };
};
