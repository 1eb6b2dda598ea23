import type { Incident } from "../release/critical-incidents.ts";
import type { Release } from "../release/release.ts";

/** Harm to users that a planned change in production put an end to: that deployment needed somebody at once as well. */
export const fixedInPlace = ({ triggers }: Pick<Release, "triggers">): readonly Incident[] =>
  triggers.flatMap(({ id, issue, environment, rollout, at, settled }) =>
    environment === "production" && settled?.how === "fixed in place"
      ? [{ id: issue ?? id, at, rollout, over: settled.at }]
      : [],
  );
