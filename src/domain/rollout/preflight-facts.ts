import type { Instant, Millis } from "../units.ts";
import type { Step } from "./step.ts";
import type { Recipe } from "./strategy.ts";

/** One thing that was looked at before a strategy is approved. A problem stands in its way; the others are shown. */
export type Preflight = {
  readonly level: "problem" | "warning" | "note";
  readonly about:
    | "room"
    | "configuration"
    | "compatibility"
    | "cost"
    | "metrics"
    | "duration"
    | "way back"
    | "window"
    | "notice";
  readonly says: string;
};

/** What the metrics driver had of the build in service. */
export type MetricsSeen =
  | { readonly kind: "counted"; readonly requests: number; readonly hasLatency: boolean }
  /** It answered, and knows nothing of that build. */
  | { readonly kind: "absent"; readonly version: string }
  | { readonly kind: "unreadable"; readonly problem: string }
  /** There is no build in service that it could be asked for. */
  | { readonly kind: "nothing in service" };

export type Notice = { readonly title: string; readonly state: "delivered" | "later" | "overdue" };

/** Everything that the preflight of a strategy is computed from, for the environment that users reach. */
export type PreflightFacts = {
  readonly recipe: Recipe;
  readonly steps: readonly Step[];
  /** Instances at full size. */
  readonly count: number;
  /** Instances that there is room for besides those that run; null when nobody can know. */
  readonly room: number | null;
  readonly metrics: MetricsSeen;
  /** Whether two versions can use the same data and the same interfaces. */
  readonly compatibility: "proven" | "open" | "not asked";
  /** One stretch of the way back, as it was timed; else the longest that its instances may take to be ready. */
  readonly leg: { readonly time: Millis; readonly isMeasured: boolean };
  readonly rollbackTarget: Millis;
  /** `begins` is null while production is not dated; null without a window. */
  readonly window: { readonly begins: Instant | null; readonly length: Millis } | null;
  /** The way back as the drill of this release has timed it; null before the drill. */
  readonly restore: Millis | null;
  readonly notices: readonly Notice[];
};
