import type { PlanAnswer } from "../../api/plan-answer.ts";
import { about, percentOf, perSecond } from "./rates.ts";

type Power = PlanAnswer["power"][number];
type Step = Power["steps"][number];

/** What to change about a step, in sentences; none where it does what it is for. */
export const adviceText = (step: Step, power: Power): readonly string[] => {
  switch (step.advice.kind) {
    case "none":
      return [];
    case "longer":
      return [longer(step, step.advice)];
    case "undecided":
      return [undecided(step, step.advice, power)];
    case "blind":
      return [blind(step, step.advice, power)];
  }
};

type Advised<Kind extends Step["advice"]["kind"]> = Extract<Step["advice"], { kind: Kind }>;

const longer = ({ step, bake }: Step, { needs, weight }: Advised<"longer">): string =>
  `Step ${step} lasts longer than its bake time of ${about(bake)}: a good build is cleared after about ${about(needs)}. ${options(
    [`bake: ${about(needs)} says so`, weight === null ? null : `weight: ${weight} needs no more than ${about(bake)}`],
  )}.`;

const undecided = (
  { step, judgedBy }: Step,
  { needs, weight }: Advised<"undecided">,
  { decideWithin, onInconclusive }: Power,
): string =>
  `On step ${step} a good build is not cleared within ${about(decideWithin)}; then on-inconclusive: ${onInconclusive} says what is done. ${options(
    [
      weight === null ? null : `weight: ${weight} is enough`,
      needs === null ? null : `decide-within: ${about(needs)} is enough`,
      // No number of requests shows that a limit is kept which is hardly above what is usual.
      judgedBy === "limits" && needs === null ? "set the limits under guardrails: higher" : "send synthetic load",
      "let a person decide (gates: [approval])",
    ],
  )}.`;

const blind = (
  { step, weight: own }: Step,
  { ratio, needs, best, weight }: Advised<"blind">,
  { traffic, decideWithin, alpha }: Power,
): string => {
  if (traffic.source === "unknown") return "";
  const { rps, errorRate } = traffic;
  const [from, to] = [percentOf(errorRate), percentOf(Math.min(1, errorRate * ratio))];
  const byAnyone = best === null || best > decideWithin ? " by anyone" : "";
  const after = byAnyone === "" && needs !== null ? `; it takes about ${about(needs)}` : "";
  return (
    `Step ${step}: at ${perSecond(rps)} and ${own} % a rise from ${from} to ${to} cannot be proven within ` +
    `${about(decideWithin)}${byAnyone} at ${percentOf(alpha)} false alarms${after}. ${options([
      weight === null ? null : `use a higher weight (${weight} is enough)`,
      needs === null ? null : `give it time (decide-within: ${about(needs)})`,
      "send synthetic load",
      "let a person decide (gates: [approval])",
    ])}.`
  );
};

/** One or more ways out, as the rest of a sentence. */
const options = (all: readonly (string | null)[]): string => {
  const left = all.filter((one) => one !== null);
  const [last = "", ...before] = left.toReversed();
  const text = before.length === 0 ? last : `${before.toReversed().join(", ")}, or ${last}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
};
