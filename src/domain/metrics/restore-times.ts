import type { Span } from "../calendar/span.ts";
import { restorations } from "../incident/restored.ts";
import type { Process } from "../process/process.ts";
import type { Release } from "../release/release.ts";
import { type Millis, millis } from "../units.ts";
import { middle } from "./middle.ts";

/** How long users suffered, over several signs of harm that set a limit (R121). `open`: they are not well again yet. */
export type RestoreTimes = {
  readonly count: number;
  readonly p50: Millis | null;
  readonly max: Millis | null;
  readonly late: number;
  readonly open: number;
};

type Known = { readonly process: Process; readonly release: Release };

export const restoreTimes = (all: readonly Known[], { from, to }: Span): RestoreTimes => {
  const some = all
    .flatMap(({ process, release }) => restorations(process, release))
    .filter(({ at }) => at >= from && at < to);
  const times = some.map(({ tookMs }) => tookMs).filter((time) => time !== null);
  const half = middle(times);
  return {
    count: some.length,
    p50: half === null ? null : millis(half),
    max: times.length === 0 ? null : millis(Math.max(...times)),
    late: some.filter(({ isLate }) => isLate).length,
    open: some.length - times.length,
  };
};
