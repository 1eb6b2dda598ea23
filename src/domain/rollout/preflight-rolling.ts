import { millis } from "../units.ts";
import { compatible, roomFor } from "./preflight-common.ts";
import type { Preflight, PreflightFacts } from "./preflight-facts.ts";
import { inWords } from "./preflight-words.ts";

/** R30: two versions answer at once, and the way back goes batch by batch as well. */
export const preflightRolling = (facts: PreflightFacts): readonly Preflight[] => [
  ...roomFor(facts),
  ...(facts.steps.some(({ weight }) => weight > 0 && weight < 100) ? compatible(facts) : []),
  wayBackTime(facts),
];

/** From the last batch every batch is given back, so there are as many stretches back as there were steps. */
const wayBackTime = ({ steps, leg, rollbackTarget }: PreflightFacts): Preflight => {
  const estimate = millis(steps.length * leg.time);
  const source = leg.isMeasured ? "as measured" : "by ready-within, for none was measured yet";
  const says = `the way back takes about ${inWords(estimate)}: ${steps.length} batches x ${inWords(leg.time)}, ${source}`;
  return estimate > rollbackTarget
    ? { level: "warning", about: "way back", says: `${says}; the target is ${inWords(rollbackTarget)}` }
    : { level: "note", about: "way back", says };
};
