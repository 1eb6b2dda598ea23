import type { Plan } from "../domain/release/plan.ts";
import type { HookChange, PlannedHook } from "../domain/rollout/hook.ts";
import { type Markdown, md, table } from "./markdown.ts";

type Planned = Pick<Plan, "strategy" | "hooks" | "environments">;

/** What is done on the way back, in its order: it follows from how the strategy stands at the end, and from the data. */
export const rollbackActs = (plan: Planned): readonly string[] => [
  ...(isClosed(plan) ? closedWay(plan) : standing(plan) ? warmWay(plan) : batchWay(plan)),
  "Smoke-test what users reach.",
  "Let the requests in flight on the candidate end, and stop its instances.",
  "Free the environment; the baseline stays the known-good build.",
];

const stepsOf = ({ environments }: Planned) => environments.production?.steps ?? [];

/** Users are shut out: they were on the way there, or only a restore leads back. */
const isClosed = (plan: Planned): boolean =>
  plan.hooks.some(({ change, point }) => change === "irreversible" && point !== "on-rollback") ||
  stepsOf(plan).some(({ closed }) => closed);

/** The baseline keeps its full size to the end, so that the way back needs no instance that is not there. */
const standing = (plan: Planned): boolean =>
  stepsOf(plan).every(({ baseline }) => baseline >= (plan.environments.production?.count ?? 0));

const restoring = ({ hooks }: Planned): readonly string[] =>
  runsBack(hooks) ? ["Run the hook on-rollback, if before-traffic was begun: the data as the baseline knows it."] : [];

const closedWay = (plan: Planned): readonly string[] => [
  "Answer users with the maintenance page, read back from the router.",
  "Let the requests in flight end, and stop the candidate's instances.",
  ...restoring(plan),
  "Start the baseline at its full size, every instance ready.",
  "Open the router: all traffic to the baseline, read back.",
];

const warmWay = (plan: Planned): readonly string[] => [
  ...restoring(plan),
  "Bring the baseline to its full size, every instance ready.",
  plan.strategy === "blue-green"
    ? "Switch all traffic to the baseline's side at once, read back from the router."
    : "Route all traffic to the baseline, the candidate to 0 %, read back from the router.",
];

const batchWay = (plan: Planned): readonly string[] => [
  ...restoring(plan),
  `Batch by batch, ${stepsOf(plan).length} in all and the last one first: make room, start the baseline's instances, every one ready.`,
  "With each batch, lower the candidate's weight, read back from the router.",
  "Route all traffic to the baseline, the candidate to 0 %, read back from the router.",
];

/** Every hook that changes data, and what leads back from it. */
export const migrations = (hooks: readonly PlannedHook[]): readonly Markdown[] => {
  const forward = hooks.filter(({ point }) => point !== "on-rollback");
  if (forward.length === 0) return [md`The release runs no migration.`];
  const rows = forward.map(({ point, change }) => [point, change, backFrom(change, runsBack(hooks))]);
  return [table(["Hook", "What it does is", "The way back of the data"], rows)];
};

/** It undoes what before-traffic has begun; without that one there is nothing that it is run for. */
const runsBack = (hooks: readonly PlannedHook[]): boolean =>
  (["before-traffic", "on-rollback"] as const).every((point) => hooks.some((hook) => hook.point === point));

const backFrom = (change: HookChange, isUndone: boolean): string => {
  switch (change) {
    case "expand-contract":
      return isUndone ? "on-rollback; both versions can live with it meanwhile" : "both versions can live with it";
    case "reversible":
      return isUndone ? "on-rollback undoes it" : "no hook undoes it; a person does, once the traffic is back";
    case "irreversible":
      return isUndone ? "a restore: on-rollback brings back the backup" : "NOT COVERED: no hook restores it";
  }
};
