import { quantile } from "../../../src/analysis/histogram.ts";
import { quantiles } from "../../../src/analysis/quantiles.ts";
import { addLatency } from "../../../src/domain/rollout/add-latency.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import { rank } from "../../support/numbers.ts";
import type { Run } from "./run.ts";
import { groups, table } from "./tables.ts";

export const ratioTable = (runs: readonly Run[]): string =>
  table(
    ["router", "", ...quantiles.map((q) => `p${100 * q}`)],
    groups(runs).flatMap((group) => {
      const ratios = quantiles.map((q) => group.map(({ windows }) => ratioAt(windows, q)));
      const at = (share: number) => ratios.map((all) => rank(all, share).toFixed(2));
      const { router } = group[0]!;
      return [
        [router, "least", ...at(0)],
        [router, "median", ...at(0.5)],
        [router, "most", ...at(1)],
      ];
    }),
  );

const ratioAt = (windows: readonly JudgedWindow[], q: number): number => {
  const of = (side: "candidate" | "baseline"): number =>
    quantile(
      windows.reduce((sum, window) => addLatency(sum, window[side]?.latency ?? []), addLatency([], [])),
      q,
    ) ?? Number.NaN;
  return of("candidate") / of("baseline");
};
