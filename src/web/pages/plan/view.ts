import type { PlanAnswer } from "../../../api/plan-answer.ts";
import { length } from "../../parts/time.ts";

type Step = PlanAnswer["environments"][number]["steps"][number];
type Power = PlanAnswer["power"][number];

/** `25 % for at least 10 min, then: analysis, approval` */
export const stepSays = ({ weight, bake, gates, candidate }: Step): string =>
  `${weight} % on ${candidate} new for at least ${length(bake)}${gates.length === 0 ? "" : `, then: ${gates.join(", ")}`}`;

/** What the verdict of a step can show at all. */
export const powerSays = (step: Power["steps"][number]): string => {
  const { smallest, good } = step;
  const shows =
    smallest.inTime === null
      ? "no rise of errors can be proven in time"
      : `a rise to ${Number(smallest.inTime.toPrecision(2))} times as many errors is proven in time`;
  const clears =
    good.after === null
      ? "and a good build is not cleared in time"
      : `a good build is cleared after ${length(good.after)}`;
  return `${step.weight} %: ${shows}; ${clears}.`;
};

/** What is missing before a release can be well; [] when nothing is. */
export const missing = ({ missing: { roles, checks, audiences } }: PlanAnswer): readonly string[] => [
  ...roles.map((role) => `nobody is ${role}`),
  ...audiences.map((audience) => `nobody is listed for the audience ${audience}`),
  ...checks.map(
    ({ id, part, formats }) => `${id}${part === "" ? "" : ` (${part})`}: somebody hands in ${formats.join(" or ")}`,
  ),
];
