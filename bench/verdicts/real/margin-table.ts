import { quantiles } from "../../../src/analysis/quantiles.ts";
import { aloneAt, margins } from "./margins.ts";
import { rulingOf } from "./ruling.ts";
import type { Run } from "./run.ts";
import { shipped, withMargin } from "./settings.ts";
import { groups, table } from "./tables.ts";

/** How often runs would have been rolled back at each margin, and how often by one metric, had it been all that counts. */
const named = (q: number): string => `p${100 * q}`;

export const marginTable = (runs: readonly Run[]): string =>
  table(
    ["router", "margin", "runs", "rolled back", "errors", ...quantiles.map(named)],
    groups(runs).flatMap((group) =>
      margins.map((margin) => {
        const { router } = group[0]!;
        const settings = withMargin(shipped(router), margin);
        const alone = group.map(({ windows }) => aloneAt(windows, settings));
        const back = group.filter(({ windows }) => rulingOf(windows, settings).rolledBack !== null).length;
        const metrics = ["errors", ...quantiles.map(named)];
        const counts = metrics.map((_, i) => alone.filter((reached) => reached[i]).length);
        return [router, `${100 * margin} %`, group.length, back, ...counts];
      }),
    ),
  );
