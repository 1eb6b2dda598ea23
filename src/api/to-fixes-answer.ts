import type { Release } from "../domain/release/release.ts";
import type { FixesAnswer } from "./fixes-answer.ts";

export const toFixesAnswer = ({ plan: { plannedFixes = [] } }: Pick<Release, "plan">): FixesAnswer => ({
  plannedFixes,
});
