import { type Instant, millis, since } from "../../domain/units.ts";

/** How many refusals of nobody in particular are written in an hour; what nobody can be asked about may fill no disk. */
const mostAnHour = 300;
const hour = millis(3_600_000);

/** Says how many were left out before this one; null: leave this one out too. */
export type FloodGate = (now: Instant) => number | null;

export const floodGate = (most = mostAnHour): FloodGate => {
  let [from, written, skipped] = [0 as Instant, 0, 0];
  return (now) => {
    if (since(from, now) >= hour) [from, written] = [now, 0];
    if (written >= most) {
      skipped += 1;
      return null;
    }
    const before = skipped;
    [written, skipped] = [written + 1, 0];
    return before;
  };
};
