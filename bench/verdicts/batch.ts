import { judges } from "./judges.ts";
import { type Outcome, play } from "./play.ts";
import { idOf } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

/** Some runs of one scenario: what a worker is handed. */
export type Batch = { readonly scenario: string; readonly first: number; readonly runs: number };

/** The outcomes of each judge of its table, in the order of `judges.ts`. */
export const playBatch = ({ scenario: id, first, runs }: Batch): readonly (readonly Outcome[])[] => {
  const scenario = scenarios.find((one) => idOf(one) === id);
  if (scenario === undefined) throw new RangeError(`there is no scenario ${id}`);
  const bench = judges[scenario.table];
  const played = Array.from({ length: runs }, (_, i) => play(scenario, first + i, bench));
  return bench.map((_, judge) => played.map((outcomes) => outcomes[judge]!));
};
