/**
 * What an analysis says of a step. `inconclusive`: the data cannot tell yet; `error`: it could not be measured. Neither
 * is ever a pass.
 */
export type Verdict = {
  readonly outcome: "pass" | "fail" | "inconclusive" | "error";
  /** For a person: what was compared, over how much, and what is missing to decide. */
  readonly reason: string;
  /** Counts, shares (0 … 1) and evidence (natural logarithms); what was not measured is absent. */
  readonly figures: Readonly<Record<string, number>>;
  /** Waiting for more data will not do: a person has to look. */
  readonly pauses?: boolean;
};
