import type { Window } from "../../../src/analysis/window.ts";
import type { Judge } from "../judge.ts";
import { z99 } from "../normal.ts";
import { ticksIn } from "../scenario.ts";

/** What was counted of both sides so far. */
export type Totals = { badC: number; totalC: number; badB: number; totalB: number };

export const addTo = (totals: Totals, { candidate, baseline }: Window): void => {
  totals.badC += candidate?.errors ?? 0;
  totals.totalC += candidate?.requests ?? 0;
  totals.badB += baseline?.errors ?? 0;
  totals.totalB += baseline?.requests ?? 0;
};

/** Pooled two-proportion z statistic, positive when the candidate is worse; 0 when nothing can be said. */
export const zOf = ({ badC, totalC, badB, totalB }: Totals): number => {
  const pooled = (badC + badB) / (totalC + totalB);
  const variance = pooled * (1 - pooled) * (1 / totalC + 1 / totalB);
  return variance > 0 && Number.isFinite(variance) ? (badC / totalC - badB / totalB) / Math.sqrt(variance) : 0;
};

/** Fewer bad requests than this, and the normal approximation is no test. */
const fewest = 5;

/** Looks after every window as if it were the only look, one-sided at 1 %. */
export const zPeek: Judge = {
  name: "z peek 5 s",
  begin: () => {
    const totals: Totals = { badC: 0, totalC: 0, badB: 0, totalB: 0 };
    return {
      look: (window) => {
        addTo(totals, window);
        return totals.badC + totals.badB >= fewest && zOf(totals) > z99 ? "rollback" : null;
      },
    };
  },
};

/** Looks once, after half an hour: what the test is made for, and of no use in a rollout. */
export const zOnce: Judge = {
  name: "z once",
  begin: () => {
    const totals: Totals = { badC: 0, totalC: 0, badB: 0, totalB: 0 };
    let seen = 0;
    return {
      look: (window) => {
        addTo(totals, window);
        seen++;
        return seen === ticksIn(1800) && zOf(totals) > z99 ? "rollback" : null;
      },
    };
  },
};
