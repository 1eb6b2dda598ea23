import type { Span } from "../calendar/span.ts";
import { rollbacksOf, rollbackTime } from "../release/figures.ts";
import type { Release } from "../release/release.ts";
import { instant, type Millis, millis } from "../units.ts";
import { middle } from "./middle.ts";

/** How long the way back took, over several rollbacks (R128). `untimed`: the old build was not seen healthy. */
export type RollbackTimes = {
  readonly count: number;
  readonly p50: Millis | null;
  readonly max: Millis | null;
  readonly untimed: number;
};

/** Drills and real ones apart: a rehearsal knows when it begins. Real ones are those of production, decided in the span. */
export const rollbackTimes = (
  releases: readonly Release[],
  { from, to }: Span = { from: instant(0), to: instant(Number.MAX_SAFE_INTEGER) },
): { readonly drills: RollbackTimes; readonly real: RollbackTimes } => {
  const all = releases
    .flatMap(rollbacksOf)
    .filter(({ phase, rollback: { at } }) => phase === "rolled-back" && at >= from && at < to);
  const drills = all.filter(({ rollback }) => rollback.severity === "drill");
  const real = all.filter(({ environment, rollback }) => environment === "production" && rollback.severity !== "drill");
  const timesOf = (some: typeof all): RollbackTimes => sumUp(some.map(({ rollback }) => rollbackTime(rollback)));
  return { drills: timesOf(drills), real: timesOf(real) };
};

const sumUp = (times: readonly (Millis | null)[]): RollbackTimes => {
  const known = times.filter((time) => time !== null);
  const half = middle(known);
  return {
    count: times.length,
    p50: half === null ? null : millis(half),
    max: known.length === 0 ? null : millis(Math.max(...known)),
    untimed: times.length - known.length,
  };
};
