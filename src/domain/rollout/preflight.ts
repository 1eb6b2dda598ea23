import { preflightBlueGreen } from "./preflight-blue-green.ts";
import { preflightCanary } from "./preflight-canary.ts";
import type { Preflight, PreflightFacts } from "./preflight-facts.ts";
import { preflightRecreate } from "./preflight-recreate.ts";
import { preflightRolling } from "./preflight-rolling.ts";

/** What speaks against this strategy, here and now, and what its users should know of it before they approve it. */
export const preflight = (facts: PreflightFacts): readonly Preflight[] => {
  const { recipe } = facts;
  switch (recipe.kind) {
    case "blue-green":
      return preflightBlueGreen(facts);
    case "canary":
      return preflightCanary(facts);
    case "rolling":
      return preflightRolling(facts);
    case "recreate":
      return preflightRecreate(facts, recipe);
  }
};
