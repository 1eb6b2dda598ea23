import type { Config } from "../config/config.ts";
import type { EnvironmentState } from "../domain/environment.ts";
import { drift } from "../domain/environment-drift.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import type { InstanceView, Route } from "../drivers/port.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment, readRollout } from "./environment-store.ts";

/** An environment as its history has it, and as it really is. */
export type Look = {
  readonly name: string;
  readonly state: EnvironmentState;
  /** The rollout that holds it; null when nobody does, or its release cannot be read. */
  readonly holder: Rollout | null;
  /** Null when nobody could look. */
  readonly seen: { readonly instances: readonly InstanceView[]; readonly routes: readonly Route[] } | null;
  /** What is not as it was released, in words (R203). */
  readonly findings: readonly string[];
  /** Why nobody could look, or judge what was seen. */
  readonly problem: string | null;
};

/** How often we look again when somebody changed it while we looked. */
const tries = 3;

/** Changes nothing and writes nothing. */
export const look = async (
  deps: Pick<Deps, "journal" | "world">,
  config: Config,
  name: string,
  signal: AbortSignal,
): Promise<Look> => {
  let known = await knownOf(deps, config, name);
  try {
    for (let attempt = 1; ; attempt++) {
      const seen = await see(deps, config, name, signal);
      const after = await knownOf(deps, config, name);
      // What was seen is judged only by a history that was the same before and after it.
      if (isSame(known, after))
        return { name, ...after, seen, findings: drift(after.state, seen, after.holder), problem: null };
      known = after;
      if (attempt === tries)
        return { name, ...after, seen, findings: [], problem: "it is being changed right now; look again" };
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name, ...known, seen: null, findings: [], problem: error.message };
  }
};

type Known = Pick<Look, "state" | "holder">;

const knownOf = async (deps: Pick<Deps, "journal">, { service }: Config, name: string): Promise<Known> => {
  const state = await readEnvironment(deps, service, name);
  const { heldBy } = state;
  return { state, holder: heldBy === null ? null : await readRollout(deps, heldBy.release, heldBy.rollout) };
};

const isSame = (a: Known, b: Known): boolean =>
  a.state.version === b.state.version &&
  a.holder?.phase === b.holder?.phase &&
  a.holder?.step === b.holder?.step &&
  a.holder?.weightAt === b.holder?.weightAt &&
  a.holder?.closedAt === b.holder?.closedAt &&
  a.holder?.reverting === b.holder?.reverting;

const see = async ({ world }: Pick<Deps, "world">, config: Config, name: string, signal: AbortSignal) => {
  const { instances, traffic } = world.environment(config, name);
  return { instances: await instances.observe(signal), routes: await traffic.read(signal) };
};
