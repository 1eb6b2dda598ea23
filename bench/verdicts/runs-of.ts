import type { Scenario } from "./scenario.ts";

/** Runs of a scenario, enough that a share of 1 % is known to 0.2 points (errors) or 0.35 (latency). */
export const fullRuns = ({ metric, kind }: Scenario): number => {
  switch (kind) {
    case "aa":
      return metric === "errors" ? 2000 : 800;
    case "regression":
      return metric === "errors" ? 400 : 150;
    case "clean":
    case "margin":
    case "harm":
      return 400;
  }
};

/** A tenth: a look at everything in two minutes. */
export const quickRuns = (scenario: Scenario): number => Math.ceil(fullRuns(scenario) / 10);
