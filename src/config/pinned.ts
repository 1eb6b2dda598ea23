import type { Config, Environment, Strategy } from "./config.ts";

/** What a release that was opened by an earlier Headgate has pinned: keys that came later are absent. */
type Earlier = Omit<Config, "environments" | "strategy" | "hooks"> & {
  readonly environments: { readonly staging: EarlierEnvironment; readonly production: EarlierEnvironment };
  readonly strategy: Strategy | Omit<Strategy, "cohort" | "reason" | "answers">;
  readonly hooks?: Config["hooks"];
};
type EarlierEnvironment = Omit<Environment, "metrics"> & Partial<Pick<Environment, "metrics">>;

/**
 * The configuration that a release pins, as it was written by `open` from checked values: now, or by an earlier version,
 * whose releases go on under this one. What was added since gets the value that means what was meant then.
 */
export const pinnedConfig = (stored: unknown): Config => {
  const { environments, strategy, hooks = {}, ...rest } = stored as Earlier;
  return {
    ...rest,
    environments: {
      staging: countedByRouter(environments.staging),
      production: countedByRouter(environments.production),
    },
    // The one strategy that there was had the shape that it has now.
    strategy: { cohort: null, reason: "", answers: null, ...strategy } as Strategy,
    hooks,
  };
};

const countedByRouter = (given: EarlierEnvironment): Environment => ({ metrics: { driver: "router" }, ...given });
