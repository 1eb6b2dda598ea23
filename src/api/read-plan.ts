import type { Loaded } from "../conductor/load.ts";
import type { Config } from "../config/config.ts";
import type { Process } from "../domain/process/process.ts";
import type { Instant } from "../domain/units.ts";
import type { PlanAnswer } from "./plan-answer.ts";
import { type Looking, powerOf, type TrafficSource } from "./plan-power.ts";
import { settledBy, toPlanAnswer } from "./to-plan-answer.ts";

/** `productionAt`: null = as it is planned, if it is. */
type Asked = { readonly source: TrafficSource; readonly productionAt: Instant | null };

/** By headgate.yaml as it stands. */
export const readPlan = async (
  looking: Looking,
  { config, process }: { readonly config: Config; readonly process: Process },
  { source, productionAt }: Asked,
  now: Instant,
): Promise<PlanAnswer> => {
  const settled = settledBy(config, productionAt);
  const power = await powerOf(looking, config, settled.environments, source);
  return toPlanAnswer({ service: config.service, version: "V" }, process, settled, now, power);
};

/** By what the release pinned; with another date it answers what rescheduling would come to. */
export const readReleasePlan = async (
  looking: Looking,
  { release, process, config }: Loaded,
  { source, productionAt }: Asked,
): Promise<PlanAnswer> => {
  const { service, build, plan, openedAt } = release;
  const planned = { ...plan, productionAt: productionAt ?? plan.productionAt };
  const power = await powerOf(looking, config, plan.environments, source);
  return toPlanAnswer({ service, version: build.version }, process, planned, openedAt, power);
};
