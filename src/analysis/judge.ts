import type { Verdict } from "../domain/rollout/verdict.ts";
import { conclude } from "./conclude.ts";
import type { Settings } from "./settings.ts";
import { tally } from "./tally.ts";
import type { Window } from "./window.ts";

/**
 * What the windows of one step say of the candidate, by two limits: how many requests fail, and how many are slow.
 *
 * - `fail`: at the end of a window the mean of the two breach e-values reached 1/alpha. Later windows are not looked at.
 * - `error`: the last `maxMissing` windows were not measured.
 * - `pass`: both limits are shown to be kept at 1/beta, each over at least `minRequests` requests, in at least three
 *   windows with requests, and requests are still coming in.
 * - `inconclusive`: anything else; no traffic is never a pass.
 *
 * A request counts as slow when the upper edge of its latency bucket lies above `slowerThan`: a bucket that holds the
 * threshold is slow as a whole, so that the answer errs by 2 % of the threshold at most, and to the safe side.
 *
 * The same input gives the same verdict, bit for bit: no clock, no chance. Do not pool windows of different steps.
 *
 * @throws RangeError when a limit, alpha or beta is no share
 * @source Waudby-Smith and Ramdas (JRSS B 2024), the betting martingale of a bounded mean; Ville (1939); averages of
 *         e-values: Vovk and Wang (Ann. Statist. 2021)
 *
 * @example
 * judge({ windows: [], settings }).outcome // → "inconclusive"
 */
export const judge = ({ windows, settings }: { windows: readonly Window[]; settings: Settings }): Verdict =>
  conclude(tally(windows, settings), settings);
