import type { Verdict } from "../../domain/rollout/verdict.ts";

/** What a verdict would have made of a rollout. A verdict that could not be reached pauses, too. */
export type Act = "roll back" | "promote" | "pause" | "wait";

export const actOf = ({ verdict: { outcome, pauses } }: { readonly verdict: Verdict }): Act => {
  switch (outcome) {
    case "fail":
      return "roll back";
    case "pass":
      return "promote";
    case "error":
      return "pause";
    case "inconclusive":
      return pauses === true ? "pause" : "wait";
  }
};
