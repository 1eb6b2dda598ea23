import type { EnvironmentState, Waiting } from "../domain/environment.ts";
import {
  ahead,
  askForHold,
  heldBackBuild,
  heldBackDetail,
  isOver,
  leave,
  whoIsBefore,
} from "../domain/environment-queue.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import type { Rollout } from "../domain/rollout/rollout.ts";
import { AppError } from "../errors.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import { readEnvironment, readRollout, writeEnvironment } from "./environment-store.ts";
import { takenAway } from "./lost-hold.ts";
import { system } from "./operator.ts";
import type { RolloutContext } from "./rollout-context.ts";

/**
 * Takes the environment for a rollout, or its place among those who wait for it. Rejects as long as it has to wait, so
 * that it is asked again with a growing pause.
 *
 * @throws AppError `ENVIRONMENT_BUSY` behind somebody else; `NO_BASELINE`, `BUILD_ROLLED_BACK`, `SAME_BUILD` when there
 * would be nothing to return to, or nothing to try: then it gives its place up, for it must not keep the others waiting
 */
export const hold = async (context: RolloutContext, effect: RolloutEffect): Promise<RolloutReport> =>
  againOnConflict(() => ask(context, effect));

const ask = async (context: RolloutContext, { rollout, environment }: RolloutEffect): Promise<RolloutReport> => {
  const { deps, config, release } = context;
  const asker = { release, rollout };
  const found = await readEnvironment(deps, config.service, environment);
  const lost = takenAway(found, rollout);
  if (lost !== null) return lost;
  if (found.runs === null) throw new AppError("NO_BASELINE", { environment });
  if (found.heldBy?.rollout === rollout) return { type: "ConfirmHold", baseline: found.runs, hold: found.hold };
  const state = await withoutEnded(context, environment, found, rollout);
  const given = await giveUpUnfit(context, environment, state, rollout);
  if (given !== null) return given;
  const events = askForHold(state, asker, deps.now());
  const after = await writeEnvironment(deps, config.service, environment, state.version, system, ...events);
  if (after.heldBy?.rollout !== rollout || after.runs === null)
    throw new AppError("ENVIRONMENT_BUSY", { environment, before: whoIsBefore(after, rollout) });
  return { type: "ConfirmHold", baseline: after.runs, hold: after.hold };
};

/**
 * Whoever comes before us and is over was conducted by somebody who died before it could say so here. We say it instead,
 * or nobody would ever get the environment (T10, T44).
 */
const withoutEnded = async (
  { deps, config }: RolloutContext,
  environment: string,
  found: EnvironmentState,
  rollout: string,
): Promise<EnvironmentState> => {
  let state = found;
  for (const one of ahead(found, rollout)) {
    const ended = await endedRollout(deps, one);
    if (ended === null) continue;
    const events = leave(state, one.release, ended, deps.now());
    state = await writeEnvironment(deps, config.service, environment, state.version, system, ...events);
  }
  return state;
};

const endedRollout = async (deps: RolloutContext["deps"], { release, rollout }: Waiting): Promise<Rollout | null> => {
  const found = await readRollout(deps, release, rollout);
  return found !== null && isOver(found) ? found : null;
};

/** What was true when it was started may have changed while it waited (T47): it gives up its place, and is over. */
const giveUpUnfit = async (
  { deps, config, release }: RolloutContext,
  environment: string,
  state: EnvironmentState,
  rollout: string,
): Promise<RolloutReport | null> => {
  const own = await readRollout(deps, release, rollout);
  const problem = own === null ? null : unfit(environment, state, own);
  if (own === null || problem === null) return null;
  const events = leave(state, release, own, deps.now());
  await writeEnvironment(deps, config.service, environment, state.version, system, ...events);
  return { type: "LoseHold", by: "headgate", reason: problem.message };
};

const unfit = (environment: string, state: EnvironmentState, { id, phase, candidate }: Rollout): AppError | null => {
  const back = heldBackBuild(state, candidate.digest);
  if (back !== null) return new AppError("BUILD_ROLLED_BACK", heldBackDetail(environment, back));
  if (state.runs?.digest === candidate.digest)
    return new AppError("SAME_BUILD", { environment, version: candidate.version });
  // Somebody ended it while we were on our way; who is over holds nothing.
  return phase === "waiting" ? null : new AppError("NO_ROLLOUT", { rollout: id, phase });
};
