import type { Config } from "../config/config.ts";
import type { Deps, EnvironmentDrivers } from "./deps.ts";
import type { Measure } from "./measure.ts";

/** What is at hand while an effect of a rollout is performed. */
export type RolloutContext = {
  readonly deps: Deps;
  readonly config: Config;
  readonly release: string;
  readonly drivers: EnvironmentDrivers;
  /** Fence of the lease under which we conduct. */
  readonly lease: number;
  readonly measure: Measure;
};
