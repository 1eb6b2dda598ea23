import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { redact } from "./redact.ts";
import type { RolloutContext } from "./rollout-context.ts";
import { runEnv } from "./run-env.ts";
import { cutOff } from "./run-hook.ts";

/**
 * The command of a runbook step that the service added, and then the one that proves it. Each is run once per rollout,
 * however often a conductor is killed on the way; whoever comes later gets the end that was kept.
 */
export const runOwnStep = async (
  { deps, config }: RolloutContext,
  effect: Extract<RolloutEffect, { kind: "run-own-step" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  const { rollout, number, within, runs, proves } = effect;
  const run = (key: string, command: readonly string[]) => {
    const asked = { cwd: deps.home, env: runEnv(config.service, effect), within };
    return deps.hooks.run(`${rollout} runbook ${number}${key}`, command, asked, signal).catch(cutOff);
  };
  const done = await run("", runs);
  const recorded = (exit: number, output: string): RolloutReport => ({
    type: "RecordOwnStep",
    number,
    exit,
    output: redact(output),
  });
  if (done.exit !== 0 || proves === null) return recorded(done.exit, done.output);
  const proof = await run(" verify", proves);
  const said = proof.exit === 0 ? "" : `not proven, ${proves.join(" ")} ended with ${proof.exit}:\n`;
  return recorded(proof.exit, `${done.output}\n${said}${proof.output}`.trim());
};
