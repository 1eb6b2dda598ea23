import type { Config, Environment, Strategy } from "./config.ts";

/** What 0.1 pinned: canaries without own people first, no hooks, and figures counted by the router alone. */
type Older = Omit<Config, "hooks" | "strategy" | "environments"> & {
  readonly hooks?: Config["hooks"];
  readonly strategy: Omit<Strategy, "cohort" | "reason" | "answers"> & Partial<Strategy>;
  readonly environments: Readonly<
    Record<keyof Config["environments"], Omit<Environment, "metrics"> & Partial<Pick<Environment, "metrics">>>
  >;
};

/** A configuration as a release pinned it, in the present shape. The kept bytes, and so their digest, are never changed. */
export const upcastConfig = (pinned: unknown): Config => {
  // Written by `open` from checked values, under their digest: the shape is one of these two.
  const older = pinned as Older;
  const { staging, production } = older.environments;
  return {
    ...older,
    hooks: older.hooks ?? {},
    strategy: { cohort: null, reason: "", answers: null, ...older.strategy } as Strategy,
    environments: { staging: counted(staging), production: counted(production) },
  };
};

const counted = ({ metrics = { driver: "router" }, ...rest }: Older["environments"]["staging"]): Environment => ({
  ...rest,
  metrics: metrics.driver === "prometheus" ? { ...nothingOwn, ...metrics } : metrics,
});

/** Counters and gauges of the service's own came after Prometheus. */
const nothingOwn = { counters: {}, gauges: {} };
