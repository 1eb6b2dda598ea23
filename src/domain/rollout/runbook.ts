import type { Percent } from "../units.ts";

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
};

type Recipe = {
  readonly owner: string;
  readonly steps: readonly { readonly weight: Percent }[];
  readonly smoke: readonly { readonly name: string }[];
};

/** The runbook of a canary. Bakes and sizes are parameters of the environment and stay out of it. */
export const canaryRunbook = ({ owner, steps, smoke }: Recipe): readonly RunbookStep[] => {
  const names = smoke.map(({ name }) => name).join(", ") || "none declared";
  const line = (title: string, expected: string, verify: string): Omit<RunbookStep, "number"> => ({
    title,
    owner,
    by: "automated",
    expected,
    verify,
    reversible: true,
  });
  return [
    line("Hold the environment", "no other rollout is in progress", "the environment's history names this rollout"),
    line("Start the candidate beside the baseline", "every candidate instance is ready", "readiness answers 200"),
    line(`Smoke the candidate before any traffic: ${names}`, "every smoke test passes", "answers kept as evidence"),
    ...steps.map(({ weight }) =>
      line(
        `Set the candidate's weight to ${weight} %, bake, judge`,
        `${weight} % of requests reach the candidate and no guardrail is breached`,
        "the weight is read back from the router; the verdict is kept",
      ),
    ),
    line(
      "Read the running version on every instance",
      "all run the candidate's digest",
      "each instance's build read back",
    ),
    line("Keep the baseline warm until the rollback window ends", "the baseline is ready", "readiness answers 200"),
  ].map((step, index) => ({ number: index + 1, ...step }));
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
