/**
 * Evidence of which each window may add a bounded amount, so that it takes several windows to prove anything. Where both
 * sides are not counted at the same moment, an outage that they share looks for one window as if only one side had it.
 */
export type Capped = { readonly raw: number; readonly log: number };

export const uncapped: Capped = { raw: 0, log: 0 };

/**
 * The smaller of a likelihood ratio and a constant still has an expectation of at most 1, so the bound on false alarms
 * stays; it only takes longer.
 *
 * @param raw  log of the evidence with this window
 * @param most nats that one window may add; Infinity = no cap
 */
export const capTo = (before: Capped, raw: number, most: number): Capped => ({
  raw,
  log: before.log + Math.min(raw - before.raw, most),
});
