import type { Instant } from "../units.ts";

/** A period was made longer; it never becomes shorter. `period` is the stage that has it. */
export type Extension = {
  readonly period: string;
  readonly until: Instant;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
};

/** What a person saw of a delivered feature in production (R97). */
export type FeatureSeen = {
  readonly works: boolean;
  readonly note: string;
  readonly by: string;
  readonly at: Instant;
};

export type ValidationEvent =
  | (Extension & { readonly type: "PeriodExtended"; readonly for?: string })
  | (FeatureSeen & {
      readonly type: "FeatureSeen";
      readonly feature: string;
      /** The checks that ask for it, which are asked again at once. */
      readonly asks: readonly string[];
      readonly for?: string;
    });
