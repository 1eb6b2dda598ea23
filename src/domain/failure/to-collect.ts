import type { Effect } from "../release/effects.ts";
import type { Release } from "../release/release.ts";
import { millis } from "../units.ts";

/** Failures of which nothing is collected yet; what came of a way back is known when it is over. */
export const toCollect = ({ failures, rollouts }: Release): readonly Effect[] =>
  failures
    .filter(({ record, owes, rollout }) => {
      const back = owes.includes("analysis") ? rollouts.find(({ id }) => id === rollout) : undefined;
      return record === null && (back === undefined || back.phase === "rolled-back");
    })
    .map(({ id }): Effect => ({ of: "release", kind: "collect", failure: id, within: millis(60_000) }));
