import { quantiles } from "../../../src/analysis/quantiles.ts";
import { aloneIn } from "./alone.ts";
import { rulingOf } from "./ruling.ts";
import type { Run } from "./run.ts";
import { shipped } from "./settings.ts";
import { groups, table } from "./tables.ts";
import { variantsOf } from "./variants.ts";

const metrics = ["errors", ...quantiles.map((q) => `p${100 * q}`)];

/** How often runs would have been rolled back under each variant, and how often by one metric, had it been all that counts. */
export const variantTable = (runs: readonly Run[]): string =>
  table(
    ["router", "as shipped, but", "runs", "rolled back", "paused", ...metrics.map((name) => `${name} alone`)],
    groups(runs).flatMap((group) =>
      variantsOf(shipped(group[0]!.router)).map(([name, settings]) => {
        const rulings = group.map(({ windows }) => rulingOf(windows, settings));
        const alone = group.map(({ windows }) => aloneIn(windows, settings));
        return [
          group[0]!.router,
          name,
          group.length,
          rulings.filter(({ rolledBack }) => rolledBack !== null).length,
          rulings.filter(({ paused }) => paused !== null).length,
          ...metrics.map((_, i) => alone.filter((reached) => reached[i]).length),
        ];
      }),
    ),
  );
