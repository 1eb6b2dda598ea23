import type { Recurring } from "./recurring.ts";
import type { Span } from "./span.ts";

/** A period in which nothing advances, though a rollback always may. */
export type Freeze = {
  /** What it is matched by, and nothing else (T53): a name in `headgate.yaml`, `F1`, `F2` … where people declared it. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly zone: string;
  readonly environments: readonly string[];
  readonly time: ({ readonly kind: "once" } & Span) | ({ readonly kind: "recurring" } & Recurring);
};

/** One stretch of a freeze, and where it holds. */
export type Frozen = Omit<Freeze, "time"> & Span;
