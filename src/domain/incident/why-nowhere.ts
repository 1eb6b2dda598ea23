import { type Refused, refuse } from "../refusal.ts";
import type { Release } from "../release/release.ts";

/** Harm in an environment that the release does not know would have no clock and no way back: it is never taken. */
export const whyNowhere = ({ plan }: Release, environment: string): Refused | null =>
  Object.hasOwn(plan.environments, environment)
    ? null
    : refuse("ENVIRONMENT_UNKNOWN", { environment, known: Object.keys(plan.environments).join(", ") });
