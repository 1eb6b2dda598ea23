import type { Millis, Percent } from "../domain/units.ts";
import type { Traffic } from "./power.ts";
import type { Settings } from "./settings.ts";

/** A step of a rollout that has not begun. */
export type PlannedStep = {
  /** The candidate's share of live traffic. */
  readonly weight: Percent;
  readonly bake: Millis;
  /** It gives traffic to instances that had none: their warm-up comes first. */
  readonly grows: boolean;
};

/** What is known of an environment's traffic before a rollout. */
export type KnownTraffic = Traffic & {
  /** Share of the requests that take longer than the limit for latency, 0 … 1. */
  readonly slowShare: number;
};

/** How verdicts come about there; `interval`: length of a window. */
export type Judging = { readonly settings: Settings; readonly interval: Millis };

/** How long after the confirmed weight only gross harm counts, in ms. */
export const warmUpOf = ({ grows }: PlannedStep, { settings: { warmUp } }: Judging): number => (grows ? warmUp : 0);
