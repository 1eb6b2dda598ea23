/** One thing that must hold of a report. What the rule cannot find makes the check inconclusive, never passed. */
export type Rule = {
  /** Holds for this part of the check alone; without it for each of them. */
  readonly part?: string;
} & (
  | {
      readonly kind: "figure";
      readonly figure: string;
      readonly min?: number;
      readonly max?: number;
      /** Exclusive bound below the target of this metric. */
      readonly below?: string;
      /** Exclusive bound above the target of this metric. */
      readonly above?: string;
      /** The figure that counts what this one rests on; below the metric's `min-sample` nothing can be told. */
      readonly of?: string;
      readonly otherwise: string;
      /** What a breach comes to; `fail` without it. A warning is shown and stops nothing. */
      readonly breach?: Breach;
    }
  | { readonly kind: "text"; readonly text: string; readonly oneOf: readonly string[]; readonly otherwise: string }
  /** Everything that the service declares under `declared` (`integrations`, `frameworks`) is in the report's list. */
  | { readonly kind: "covers"; readonly list: string; readonly declared: string; readonly otherwise: string }
);

/** `stale`: what it tells of was too long ago. */
export type Breach = "inconclusive" | "stale" | "warning";
