import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { AppError } from "../errors.ts";
import { redact } from "./redact.ts";
import type { RolloutContext } from "./rollout-context.ts";
import { runEnv } from "./run-env.ts";

/**
 * Run the user's command for this point of the rollout, once, however often a conductor is killed on the way. Only the
 * one on the way back is run again after it failed: nothing else leads back.
 */
export const runHook = async (
  { deps, config }: RolloutContext,
  { rollout, environment, point, candidate, baseline, within }: Extract<RolloutEffect, { kind: "run-hook" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const hook = config.hooks[point];
  if (hook === undefined)
    throw new AppError("PROBE_FAILED", {
      probe: `hook ${point}`,
      problem: "the configuration that this release pinned has none",
      fix: "This is a fault of Headgate; report it.",
    });
  const key = `${rollout} ${point}`;
  const env = runEnv(config.service, { rollout, environment, candidate, baseline });
  const asked = deps.hooks.run(key, hook.command, { cwd: deps.home, env, within }, signal);
  const { exit, output } = await asked.catch(cutOff);
  if (exit !== 0 && point === "on-rollback") await deps.hooks.forget(key);
  return { type: "RecordHook", point, exit, output: redact(output) };
};

/** Nobody knows how far it came, so it has not worked; 255 is no code of a command that was run to its end. */
export const cutOff = (error: unknown): { readonly exit: number; readonly output: string } => {
  if (error instanceof AppError && error.code === "HOOK_CUT_OFF") return { exit: 255, output: error.message };
  throw error;
};
