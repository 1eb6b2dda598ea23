import type { RolloutReport } from "../domain/rollout/commands.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { AppError } from "../errors.ts";
import type { RolloutContext } from "./rollout-context.ts";
import { between, twoLooks } from "./two-looks.ts";

/**
 * The build in service before the candidate has traffic, to hold the new one against (R79). A source without an answer
 * does not stop the rollout here: its steps pass on no data anyway. It is written down.
 */
export const measureBaseline = async (
  { deps, drivers }: RolloutContext,
  { build, length }: Extract<RolloutEffect, { kind: "measure-baseline" }>,
  signal: AbortSignal,
): Promise<RolloutReport> => {
  try {
    const seen = between(await twoLooks(deps.clock, drivers.metrics, [build], length, signal), build);
    return seen.ok ? recorded(seen.signals, "") : recorded(null, seen.problem);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return recorded(null, error.message);
  }
};

type Recorded = Extract<RolloutReport, { type: "RecordBaseline" }>;

const recorded = (signals: Recorded["signals"], problem: string): Recorded => ({
  type: "RecordBaseline",
  signals,
  problem,
});
