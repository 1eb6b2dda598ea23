import type { JudgedWindow } from "../domain/rollout/window.ts";
import type { Instant } from "../domain/units.ts";
import { type Clearance, clearance } from "./clearance.ts";
import { noTable, type Table } from "./conditional-odds.ts";
import { type Guardrail, guardrail } from "./guardrail.ts";
import type { Buckets } from "./histogram.ts";
import { quantiles } from "./quantiles.ts";
import type { Settings } from "./settings.ts";
import { type ShareCheck, shareCheck } from "./share-check.ts";

/** What was seen since the weight of the present step was confirmed, and how good it shows the candidate to be. */
export type StepTally = {
  readonly confirmedAt: Instant | null;
  /** In percent. */
  readonly weight: number;
  /** Beginning of its first window. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Since when it is to be decided: `from`, or since a person let it go on. */
  readonly openSince: Instant | null;
  readonly windows: number;
  /** Windows in which the candidate had requests, and those of them in which all its instances were warm. */
  readonly withRequests: number;
  readonly warmWindows: number;
  readonly candidate: SideTally;
  readonly baseline: SideTally;
  /** The two absolute limits of the candidate: kept? */
  readonly limits: { readonly errors: Guardrail; readonly slow: Guardrail };
  readonly errors: Cleared;
  /** One per quantile. */
  readonly latency: readonly Clearance[];
  readonly counters: Readonly<Record<string, Cleared>>;
  /** What the counters of the user's own came to, in windows in which both sides showed them. */
  readonly counted: Readonly<Record<string, Table>>;
  readonly share: ShareCheck | null;
};

/** `floor`: evidence that the share of bad outcomes is good enough, whatever the baseline's. */
export type Cleared = { readonly relative: Clearance; readonly floor: Guardrail };

/** Requests of one side; `measured` are those whose latency is known, and `slow` those of them above the limit. */
export type SideTally = {
  readonly requests: number;
  readonly errors: number;
  readonly measured: number;
  readonly slow: number;
  readonly latency: Buckets;
};

const nobody: SideTally = { requests: 0, errors: 0, measured: 0, slow: 0, latency: [] };

export const stepTally = (
  { guardrails, errors, counters }: Settings,
  window: Pick<JudgedWindow, "confirmedAt" | "weight"> | null,
): StepTally => ({
  confirmedAt: window?.confirmedAt ?? null,
  weight: window?.weight ?? 0,
  from: null,
  to: null,
  openSince: null,
  windows: 0,
  withRequests: 0,
  warmWindows: 0,
  candidate: nobody,
  baseline: nobody,
  limits: { errors: guardrail(guardrails.errorRate), slow: guardrail(guardrails.latency.share) },
  errors: { relative: clearance, floor: guardrail(errors.floor) },
  latency: quantiles.map(() => clearance),
  counters: Object.fromEntries(
    Object.entries(counters).map(([name, { floor }]) => [name, { relative: clearance, floor: guardrail(floor) }]),
  ),
  counted: Object.fromEntries(Object.keys(counters).map((name) => [name, noTable])),
  share: window === null || window.weight <= 0 || window.weight >= 100 ? null : shareCheck(window.weight / 100),
});

/** What a person let pass starts anew: the time to decide, and the shares. What was shown of the candidate stays. */
export const goOn = (step: StepTally, at: Instant): StepTally => ({
  ...step,
  openSince: at,
  share: step.share === null ? null : shareCheck(step.weight / 100),
});
