/** What an analysis concluded. Only `pass` opens a gate; no data is never a pass. */
export type Verdict = {
  readonly outcome: "pass" | "fail" | "inconclusive" | "error";
  /** What was compared, with its numbers, and what would change it. */
  readonly reason: string;
  readonly figures: Readonly<Record<string, number>>;
};
