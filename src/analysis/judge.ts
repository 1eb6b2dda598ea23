import type { Verdict } from "../domain/rollout/verdict.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import { addWindow } from "./add-window.ts";
import { conclude } from "./conclude.ts";
import type { Settings } from "./settings.ts";
import { noTally, type Tally } from "./tally.ts";

/**
 * What the windows of a rollout say of the candidate, by comparison with the baseline and by absolute limits.
 *
 * - `fail`: at the end of a window the evidence that the candidate is worse in some metric reached 1/alpha, or, where it
 *   has all traffic, that it breaks a limit. Later windows are not looked at.
 * - `error`: the last `maxMissing` windows were not measured, or the requests do not arrive in the shares ordered.
 * - `pass`: on this step every metric is shown, at 1/beta, to be no worse than its margin or good enough anyway, over at
 *   least `minRequests` requests in at least three windows of warm instances, and requests are still coming in.
 * - `inconclusive`: anything else; no traffic is never a pass.
 *
 * The same input gives the same verdict, bit for bit: no clock, no chance.
 *
 * @throws RangeError when a limit, alpha or beta is no share
 * @source Ville (1939); Lindon and Malek (2022); Waudby-Smith and Ramdas (2024); Vovk and Wang (2021); each named where
 *         it is used
 *
 * @example
 * judge({ windows: [], settings }).outcome // → "inconclusive"
 */
export const judge = ({
  windows,
  settings,
}: {
  readonly windows: readonly JudgedWindow[];
  readonly settings: Settings;
}): Verdict => conclude(tallyOf(windows, settings), settings);

export const tallyOf = (windows: readonly JudgedWindow[], settings: Settings): Tally =>
  windows.reduce((tally, window) => addWindow(tally, window, settings), noTally(settings));
