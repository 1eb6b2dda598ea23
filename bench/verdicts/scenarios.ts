import { beyondScenarios } from "./beyond-scenarios.ts";
import { misalignedErrors, moreErrors, sameErrors } from "./error-scenarios.ts";
import { sameLatency, slowerLatency } from "./latency-scenarios.ts";
import { promoteScenarios } from "./promote-scenarios.ts";
import type { Scenario } from "./scenario.ts";

export const scenarios: readonly Scenario[] = [
  ...sameErrors,
  ...moreErrors,
  ...misalignedErrors,
  ...promoteScenarios,
  ...sameLatency,
  ...slowerLatency,
  ...beyondScenarios,
];
