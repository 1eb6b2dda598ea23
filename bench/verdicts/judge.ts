import type { Window } from "../../src/analysis/window.ts";
import type { Scenario } from "./scenario.ts";

/** `rollback` is final; so is `promote` where a promotion is asked for. `pause` is noted. `null`: go on. */
export type Ruling = "rollback" | "promote" | "pause" | null;

/** Something that looks at the windows of a rollout, one after the other, and may end it. */
export type Judge = {
  /** Head of its column. */
  readonly name: string;
  /**
   * A new rollout.
   *
   * @param scenario what is configured: source, sticky, warmAt, margin. Only a clairvoyant may read the truth from it.
   * @param history  baseline windows of the minute before; empty in scenarios without latencies
   */
  readonly begin: (scenario: Scenario, history: readonly Window[]) => { readonly look: (window: Window) => Ruling };
};
