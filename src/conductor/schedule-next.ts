import { type Instant, type Millis, millis, plus } from "../domain/units.ts";

/**
 * How long an answer that depends on the clock stays what it is now: half open, found by halving, up to `grain` too
 * late. A change that is taken back within the horizon may be missed; the horizon bounds for how long.
 *
 * @param answer   what it says at a moment; compared as text
 * @param said     what it says now
 * @param horizon  looked no further than this; the result when nothing changes
 * @param grain    as exactly as this is the moment wanted
 */
export const unchangedFor = (
  answer: (at: Instant) => string,
  said: string,
  now: Instant,
  horizon: Millis,
  grain: Millis = millis(50),
): Millis => {
  if (answer(plus(now, horizon)) === said) return horizon;
  let [same, other] = [0, horizon as number];
  while (other - same > grain) {
    const middle = Math.floor((same + other) / 2);
    if (answer(plus(now, millis(middle))) === said) same = middle;
    else other = middle;
  }
  return millis(other);
};
