import type { RequirementState } from "./process.ts";

/** What one requirement comes to, and why in words. */
export type Judgement = { readonly state: RequirementState; readonly reason: string };

/** Only these open a gate. */
export const isMet = (state: RequirementState): boolean =>
  state === "pass" || state === "waived" || state === "not applicable";

/** Worst first: what a reader should hear about when several parts disagree. */
const order: readonly RequirementState[] = [
  "fail",
  "error",
  "stale",
  "inconclusive",
  "missing",
  "waived",
  "pass",
  "not applicable",
];

/** The worst state of all, with the reasons of everything that is not met. None at all is missing, never a pass. */
export const worst = (judgements: readonly Judgement[]): Judgement => {
  const state = order.find((candidate) => judgements.some((judgement) => judgement.state === candidate)) ?? "missing";
  const telling = judgements.filter((judgement) => isMet(state) || !isMet(judgement.state));
  return {
    state,
    reason: telling
      .map(({ reason }) => reason)
      .filter((reason) => reason !== "")
      .join("; "),
  };
};
