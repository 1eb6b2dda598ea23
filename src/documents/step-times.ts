import type { Rollout } from "../domain/rollout/rollout.ts";
import { type Instant, type Millis, since } from "../domain/units.ts";
import { duration } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, table } from "./markdown.ts";

/** How long each step of a rollout took, beside what was planned (R156): from the start of the step to its end. */
export const stepTimes = ({ history }: DocumentInput, rollout: Rollout): Markdown => {
  const moments = momentsOf(history, rollout);
  return table(
    ["Step", "Weight", "Work until the weight was confirmed", "Bake time by plan", "On the step in all"],
    rollout.steps.map(({ weight, bake }, index) => {
      const begun = index === 0 ? moments.started : (moments.completed[index - 1] ?? null);
      return [
        index + 1,
        `${weight} %`,
        between(begun, moments.confirmed[index] ?? null),
        duration(bake),
        between(begun, moments.completed[index] ?? null),
      ];
    }),
  );
};

type Moments = {
  started: Instant | null;
  readonly confirmed: Record<number, Instant>;
  readonly completed: Record<number, Instant>;
};

const momentsOf = (history: DocumentInput["history"], { id }: Rollout): Moments => {
  const moments: Moments = { started: null, confirmed: {}, completed: {} };
  for (const { event } of history) {
    if (!("rollout" in event) || event.rollout !== id) continue;
    if (event.type === "RolloutStarted") moments.started = event.at;
    if (event.type === "WeightConfirmed") moments.confirmed[event.step] = event.at;
    if (event.type === "StepCompleted") moments.completed[event.step] = event.at;
  }
  return moments;
};

const between = (from: Instant | null, to: Instant | null): string => {
  const length: Millis | null = from === null || to === null ? null : since(from, to);
  return length === null ? "TBD" : duration(length);
};
