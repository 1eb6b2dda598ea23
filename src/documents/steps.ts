import type { Step } from "../domain/rollout/step.ts";
import { type Millis, millis } from "../domain/units.ts";
import { duration } from "./format.ts";
import { type Markdown, table } from "./markdown.ts";

export const stepTable = (steps: readonly Step[]): Markdown =>
  table(
    ["Step", "Candidate's weight", "Candidate instances", "Baseline instances", "Bake time", "Left only with"],
    steps.map(({ weight, candidate, baseline, bake, gates }, index) => [
      index + 1,
      `${weight} %`,
      candidate,
      baseline,
      duration(bake),
      gates.join(", ") || "the bake time alone",
    ]),
  );

/** The least time that the steps take: their bake times, without the work and the waits in between. */
export const bakeTime = (steps: readonly Step[]): Millis => millis(steps.reduce((sum, { bake }) => sum + bake, 0));
