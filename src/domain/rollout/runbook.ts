import type { OwnStep, Place } from "../runbook/own-step.ts";
import type { PlannedHook } from "./hook.ts";
import type { Recipe } from "./strategy.ts";

/** One numbered line of the runbook: the same file for staging and production, so only what is the same in both. */
export type RunbookStep = {
  readonly number: number;
  readonly title: string;
  /** Role that answers for it. */
  readonly owner: string;
  readonly by: "automated" | "manual";
  readonly expected: string;
  readonly verify: string;
  readonly reversible: boolean;
  /** Of a step that the service added: where it stands, for how long, and what it runs. */
  readonly own?: OwnStep;
};

/** A step that a service adds to the runbook, before it has a number. */
export type AddedStep = Pick<RunbookStep, "title" | "owner" | "by" | "expected" | "verify" | "reversible"> &
  Omit<OwnStep, "number">;

type Given = {
  readonly recipe: Recipe;
  readonly hooks: readonly PlannedHook[];
  readonly owner: string;
  readonly smoke: readonly { readonly name: string }[];
  readonly added?: readonly AddedStep[];
};
type Line = Pick<RunbookStep, "title" | "expected" | "verify"> & Partial<RunbookStep> & { readonly added?: AddedStep };

/** The runbook of a rollout. Bakes and sizes are parameters of the environment and stay out of it. */
export const planRunbook = ({ recipe, hooks, owner, smoke, added = [] }: Given): readonly RunbookStep[] => {
  const names = smoke.map(({ name }) => name).join(", ") || "none declared";
  const lines: readonly Line[] = [
    line("Hold the environment", "no other rollout is in progress", "the environment's history names this rollout"),
    ...addedAt(added, "before-rollout"),
    ...room(recipe),
    ...hookLines(hooks, "before-traffic"),
    line(start(recipe), "every candidate instance is ready", "readiness answers 200"),
    line(`Smoke the candidate before any traffic: ${names}`, "every smoke test passes", "answers kept as evidence"),
    ...addedAt(added, "before-traffic"),
    ...cohort(recipe),
    ...traffic(recipe),
    ...addedAt(added, "after-step"),
    line(
      "Read the running version on every instance",
      "all run the candidate's digest",
      "each instance's build read back",
    ),
    ...hookLines(hooks, "after-promote"),
    ...addedAt(added, "after-promote"),
    line(...after(recipe)),
    ...addedAt(added, "on-rollback"),
  ];
  return lines.map((one, index) => numbered(one, index + 1, owner));
};

const numbered = ({ added, ...one }: Line, number: number, owner: string): RunbookStep => ({
  number,
  owner,
  by: "automated",
  reversible: true,
  ...one,
  ...(added === undefined ? {} : { own: ownOf(added, number) }),
});

const ownOf = ({ expected: _, verify: __, reversible: ___, ...added }: AddedStep, number: number): OwnStep => ({
  number,
  ...added,
});

/** In the order in which they come; those after steps, by the step. */
const addedAt = (added: readonly AddedStep[], place: Place): readonly Line[] =>
  added
    .filter((one) => one.place === place)
    .toSorted((a, b) => (a.after ?? 0) - (b.after ?? 0))
    .map((one) => {
      const { title, owner, by, expected, verify, reversible } = one;
      const where = one.after === null ? "" : ` (before step ${one.after + 1} of the rollout is left)`;
      return { title: `${title}${where}`, owner, by, expected, verify, reversible, added: one };
    });

const line = (title: string, expected: string, verify: string): Line => ({ title, expected, verify });

const room = (recipe: Recipe): readonly Line[] => {
  switch (recipe.kind) {
    case "canary":
    case "blue-green":
      return [];
    case "rolling":
      return recipe.maxUnavailable === 0
        ? []
        : [
            line(
              "Take the first batch of the baseline out of service",
              "its requests are answered",
              "read back, drained",
            ),
          ];
    case "recreate":
      return [
        line("Answer users with the maintenance page", "every request gets it", "read back from the router"),
        line("Drain and stop the baseline", "no request is cut off, no instance runs", "each host is looked at"),
      ];
  }
};

const start = ({ kind }: Recipe): string => {
  switch (kind) {
    case "canary":
      return "Start the candidate beside the baseline";
    case "blue-green":
      return "Start the candidate at full size on the idle side";
    case "rolling":
      return "Start the candidate's first batch";
    case "recreate":
      return "Start the candidate at full size";
  }
};

const cohort = ({ cohort }: Recipe): readonly Line[] =>
  cohort === null
    ? []
    : [
        line(
          `Route requests with the ${cohort.by} ${cohort.name} to the candidate, bake, judge`,
          "they reach the candidate and nobody else does",
          "the routes are read back from the router; the verdict is kept",
        ),
      ];

const traffic = (recipe: Recipe): readonly Line[] => {
  const verify = "the weight is read back from the router; the verdict is kept";
  switch (recipe.kind) {
    case "canary":
      return recipe.steps.map(({ weight }) =>
        line(
          `Set the candidate's weight to ${weight} %, bake, judge`,
          `${weight} % of requests reach the candidate and no guardrail is breached`,
          verify,
        ),
      );
    case "blue-green":
      return [
        line("Look at the idle side before the switch", "it is ready and has no traffic", "the weight is read back"),
        line("Switch all traffic to the candidate, bake, judge", "no request fails, no guardrail is breached", verify),
      ];
    case "rolling":
      return [
        line(
          `Replace ${recipe.batch} at a time; move the weight with them, bake, judge each batch`,
          "each batch is ready before the next one begins and no guardrail is breached",
          verify,
        ),
      ];
    case "recreate":
      return [
        line(
          "Open the router to the candidate, bake, judge",
          "users are served again",
          `${verify}; the downtime is recorded`,
        ),
      ];
  }
};

const hookLines = (hooks: readonly PlannedHook[], at: PlannedHook["point"]): readonly Line[] =>
  hooks
    .filter(({ point }) => point === at)
    .map(({ point, change }) => ({
      ...line(`Run the hook ${point} (${change})`, "it ends with 0", "its output is kept in the history"),
      reversible: change !== "irreversible",
    }));

const after = ({ kind }: Recipe): [string, string, string] => {
  switch (kind) {
    case "canary":
    case "blue-green":
      return [
        "Keep the baseline warm until the rollback window ends",
        "the baseline is ready",
        "readiness answers 200",
      ];
    case "rolling":
    case "recreate":
      return [
        "Keep the baseline's build at hand until the rollback window ends",
        "its instances can be started again",
        "the build is kept under its digest",
      ];
  }
};

/** What is wrong with a runbook, in words; empty when every step says who, what to expect and how to verify (R36). */
export const lintRunbook = (steps: readonly RunbookStep[]): readonly string[] =>
  steps.flatMap(({ number, title, owner, expected, verify }) =>
    [
      title === "" && "title",
      owner === "" && "owner",
      expected === "" && "expected result",
      verify === "" && "way to verify",
    ]
      .filter((missing) => missing !== false)
      .map((missing) => `step ${number} has no ${missing}`),
  );
