import type { Instant } from "../domain/units.ts";
import { type Guardrail, guardrail, logBreach, observe } from "./guardrail.ts";

/**
 * A gauge such as memory: is the candidate's above the baseline's by more than a margin, more often than a coin would
 * say? Advice only: gauges differ from instance to instance, and one reading hardly differs from the one before.
 */
export type Gauge = { readonly coin: Guardrail; readonly lookedAt: Instant | null; readonly ratio: number | null };

/** ms between two looks; closer ones repeat each other, and every repetition would count as new evidence. */
const every = 60_000;

export const gauge: Gauge = { coin: guardrail(0.5), lookedAt: null, ratio: null };

/**
 * @param margin share by which the candidate's may lie above, such as 0.15
 * @source sign test by betting (Waudby-Smith and Ramdas 2024): under the hypothesis the sign is up at most half the time
 */
export const lookAt = (
  before: Gauge,
  at: Instant,
  values: { readonly candidate: number; readonly baseline: number },
  margin: number,
): Gauge => {
  const isComparable = values.candidate >= 0 && values.baseline > 0;
  if (!isComparable || (before.lookedAt !== null && at - before.lookedAt < every)) return before;
  const ratio = values.candidate / values.baseline;
  return { coin: observe(before.coin, ratio > 1 + margin ? 1 : 0, 1), lookedAt: at, ratio };
};

export const logAbove = ({ coin }: Gauge): number => logBreach(coin);
