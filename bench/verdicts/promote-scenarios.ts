import { quiet, type Scenario, steady, ticksIn } from "./scenario.ts";

/** One row of the table: the traffic, the baseline's error rate, and the odds ratio that is still good enough. */
export type PromoteRow = {
  readonly name: string;
  readonly rps: number;
  readonly weight: number;
  readonly errorRate: number;
  readonly margin: number;
};

const row = (name: string, rps: number, weight: number, errorRate: number, margin: number): PromoteRow => ({
  name,
  rps,
  weight,
  errorRate,
  margin,
});

export const promoteRows: readonly PromoteRow[] = [
  row("10 rps 25 %, 1 %", 10, 0.25, 0.01, 2),
  row("100 rps 5 %, 0.1 %", 100, 0.05, 0.001, 2),
  row("100 rps 25 %, 0.1 %", 100, 0.25, 0.001, 2),
  row("1000 rps 5 %, 0.1 %", 1000, 0.05, 0.001, 1.5),
  row("1000 rps 25 %, 0.1 %", 1000, 0.25, 0.001, 2),
  row("1000 rps 25 %, 0.02 %", 1000, 0.25, 0.0002, 2),
  row("100 rps 5 %, 0.02 %", 100, 0.05, 0.0002, 2),
];

export const promoteKinds = ["clean", "margin", "harm"] as const;
export type PromoteKind = (typeof promoteKinds)[number];

export const promoteName = ({ name }: PromoteRow, kind: PromoteKind): string => `${name}, ${kind}`;

const scenarioOf = (of: PromoteRow, kind: PromoteKind): Scenario => ({
  ...quiet,
  table: "promote",
  name: promoteName(of, kind),
  kind,
  metric: "errors",
  ticks: ticksIn(3600),
  rps: steady(of.rps),
  weight: steady(of.weight),
  errorRate: steady(of.errorRate),
  factor: steady(relativeRisk(of.errorRate, { clean: 1, margin: of.margin, harm: 2 * of.margin }[kind])),
  margin: of.margin,
});

const relativeRisk = (rate: number, oddsRatio: number): number => oddsRatio / (1 - rate + oddsRatio * rate);

/** Each row with a good build, with one exactly at the margin, and with one at twice the margin; an hour each. */
export const promoteScenarios: readonly Scenario[] = promoteRows.flatMap((of) =>
  promoteKinds.map((kind) => scenarioOf(of, kind)),
);
