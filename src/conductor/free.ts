import { leave } from "../domain/environment-queue.ts";
import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import { readEnvironment, readRollout, writeEnvironment } from "./environment-store.ts";
import { system } from "./operator.ts";
import type { RolloutContext } from "./rollout-context.ts";

/** Gives the environment back, or the place among those who wait, and says what became of the rollout. */
export const free = async (
  context: RolloutContext,
  effect: Extract<RolloutEffect, { kind: "free" }>,
): Promise<RolloutReport> => againOnConflict(() => goAway(context, effect));

const goAway = async (
  { deps, config, release }: RolloutContext,
  { rollout, environment }: Extract<RolloutEffect, { kind: "free" }>,
): Promise<RolloutReport> => {
  const state = await readEnvironment(deps, config.service, environment);
  const ended = await readRollout(deps, release, rollout);
  const events = ended === null ? [] : leave(state, release, ended, deps.now());
  await writeEnvironment(deps, config.service, environment, state.version, system, ...events);
  return { type: "ConfirmFreed" };
};
