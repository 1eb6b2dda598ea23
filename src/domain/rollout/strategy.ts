import type { Millis, Percent } from "../units.ts";
import type { Cohort, Step } from "./step.ts";

/** The least time on a step, and what must hold before it is left. */
export type Waits = Pick<Step, "bake" | "gates" | "answer" | "asks" | "watch">;

export type Canary = {
  readonly kind: "canary";
  readonly steps: readonly ({ readonly weight: Percent } & Waits)[];
};

export type BlueGreen = {
  readonly kind: "blue-green";
  /** Before the switch, while the idle side runs at full size; a verdict needs traffic, so there is none here. */
  readonly idle: Waits;
} & Waits;

export type Rolling = {
  readonly kind: "rolling";
  /** Instances per step. */
  readonly batch: number;
  /** Instances that may be missing at a time; with fewer than `batch` there must be room for the rest. */
  readonly maxUnavailable: number;
} & Waits;

export type Recreate = {
  readonly kind: "recreate";
  /** What was announced. */
  readonly downtime: Millis;
  /** Length of the booked window, which begins at the release's production date; absent = none was booked. */
  readonly window?: Millis;
} & Waits;

/** A recipe that plans steps. Own people may come first: they reach the candidate before it has any weight. */
export type Recipe = { readonly cohort: (Cohort & Waits) | null } & (Canary | BlueGreen | Rolling | Recreate);

export type StrategyKind = Recipe["kind"];

/** What of the environment bears on the steps. */
export type Sizing = {
  /** Instances that carry all traffic. */
  readonly count: number;
  readonly readyWithin: Millis;
  readonly stopWithin: Millis;
  /** The longest that the hook before the candidate's traffic may take; 0 = there is none. */
  readonly hookWithin: Millis;
  /** Staging may rehearse the same weights with shorter bakes, and without the gate that needs real traffic. */
  readonly bakeFactor: number;
  readonly analysis: boolean;
};
