import type { StrategyKind } from "./strategy.ts";

/** What the recommendation of a strategy is computed from. */
export type StrategyAnswers = {
  /** Instances at full size. */
  readonly instances: number;
  /** Instances that can run beside them. */
  readonly spare: number;
  /** Whether users may meet a maintenance answer in an announced window. */
  readonly downtime: "none" | "window";
  /** Whether errors and latency are measured per version. */
  readonly metricsPerVersion: boolean;
  /** Whether the build changes the schema of its data. */
  readonly schemaChange: "none" | "compatible" | "breaking";
  /** Whether it is sure that users will accept the change. */
  readonly acceptance: "sure" | "unsure";
  /** What running the service twice for a while may cost. */
  readonly budget: "tight" | "double";
};

export type Ranked = {
  readonly strategy: StrategyKind;
  /** What speaks for it here. */
  readonly reasons: readonly string[];
  /** What rules it out here; empty = it can be done. */
  readonly disqualifiers: readonly string[];
};

type Point = readonly [holds: boolean, weight: number, reason: string];
type Judge = (answers: StrategyAnswers) => { readonly points: readonly Point[]; readonly against: readonly Ruling[] };
type Ruling = readonly [holds: boolean, reason: string];

const breaking = ({ schemaChange }: StrategyAnswers): Ruling => [
  schemaChange === "breaking",
  "the data changes so that the two versions cannot live side by side",
];

const judges: Readonly<Record<StrategyKind, Judge>> = {
  "blue-green": (answers) => ({
    points: [
      [answers.downtime === "none", 2, "no downtime: one switch between two warm sides"],
      [answers.budget === "double", 2, "running everything twice for a while is paid for"],
      [answers.acceptance === "sure", 1, "the change is understood, so all users may meet it at once"],
      [!answers.metricsPerVersion, 1, "it needs no metrics per version to be safe before the switch"],
    ],
    against: [
      breaking(answers),
      [
        answers.spare < answers.instances,
        `it needs room for ${answers.instances} more instances, and there is room for ${answers.spare}`,
      ],
      [answers.budget === "tight", "the budget does not carry everything twice"],
    ],
  }),
  canary: (answers) => ({
    points: [
      [answers.acceptance === "unsure", 4, "nobody is sure how users will take it: a few of them tell"],
      [answers.metricsPerVersion, 1, "errors and latency per version let verdicts on real traffic decide"],
      [answers.downtime === "none", 1, "no downtime"],
    ],
    against: [
      breaking(answers),
      [!answers.metricsPerVersion, "errors and latency are not measured per version, so nothing could be judged"],
      [answers.spare < 1, "there is no room for a single instance beside the baseline"],
    ],
  }),
  rolling: (answers) => ({
    points: [
      [answers.spare < answers.instances, 2, "there is no room for a second set of instances"],
      [answers.instances >= 4, 1, `${answers.instances} instances: a batch is a small part of them`],
      [answers.downtime === "none", 1, "no downtime as long as a batch may be missing"],
      [answers.budget === "tight", 1, "it costs nothing beyond what runs already"],
    ],
    against: [
      breaking(answers),
      [
        answers.instances < 2 && answers.spare < 1,
        "with one instance and no room for another, nobody would answer meanwhile",
      ],
    ],
  }),
  recreate: (answers) => ({
    points: [
      [answers.schemaChange === "breaking", 4, "one version at a time: the data can change while nobody uses it"],
      [answers.downtime === "window", 2, "a window is there, and nothing is simpler"],
      [answers.instances <= 2, 2, "few instances, so the downtime is short"],
    ],
    against: [[answers.downtime === "none", "it has a downtime, and none is allowed"]],
  }),
};

const order: readonly StrategyKind[] = ["canary", "blue-green", "rolling", "recreate"];

/** All four, best first; those that are ruled out come last, with the reason. A person chooses (R22). */
export const recommend = (answers: StrategyAnswers): readonly Ranked[] =>
  order
    .map((strategy) => {
      const { points, against } = judges[strategy](answers);
      const good = points.filter(([holds]) => holds);
      return {
        strategy,
        reasons: good.map(([, , reason]) => reason),
        disqualifiers: against.filter(([holds]) => holds).map(([, reason]) => reason),
        score: good.reduce((sum, [, weight]) => sum + weight, 0),
      };
    })
    .toSorted((a, b) => Number(a.disqualifiers.length > 0) - Number(b.disqualifiers.length > 0) || b.score - a.score)
    .map(({ score: _, ...ranked }) => ranked);

/** The best of those that can be done; null when none can. */
export const recommended = (ranking: readonly Ranked[]): StrategyKind | null => {
  const [best] = ranking;
  return best !== undefined && best.disqualifiers.length === 0 ? best.strategy : null;
};
