import { strategyCatalogue } from "../../domain/rollout/catalogue.ts";
import type { Ranked } from "../../domain/rollout/recommend.ts";
import type { StrategyKind } from "../../domain/rollout/strategy.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";

const bullets = (items: readonly string[], width: number): readonly string[] =>
  items.flatMap((item) => wrap(`- ${item}`, width, "  ").map((line, i) => (i === 0 ? line : `  ${line}`)));

/** Everything that there is to know of one. */
export const explainText = (kind: StrategyKind, { columns: width, paint }: Layout): string => {
  const { how, bestFor, pros, cons, example } = strategyCatalogue[kind];
  return [
    paint.strong(kind),
    ...wrap(how, width),
    "",
    "Best for",
    ...bullets(bestFor, width),
    "For it",
    ...bullets(pros, width),
    "Against it",
    ...bullets(cons, width),
    "Example",
    ...wrap(example, width, "  "),
  ].join("\n");
};

/** The four, the same things at the same place. */
export const compareText = (layout: Layout): string =>
  (Object.keys(strategyCatalogue) as StrategyKind[]).map((kind) => explainText(kind, layout)).join("\n\n");

export const rankingText = (
  ranking: readonly Ranked[],
  chosen: StrategyKind,
  reason: string,
  { columns: width, paint }: Layout,
): string =>
  [
    ...ranking.flatMap(({ strategy, reasons, disqualifiers }, i) => [
      `${i + 1}. ${paint.strong(strategy)}${disqualifiers.length > 0 ? ", ruled out" : ""}${strategy === chosen ? "  (chosen)" : ""}`,
      ...bullets(
        disqualifiers.map((one) => `against: ${one}`),
        width,
      ),
      ...bullets(reasons, width),
    ]),
    ...(reason === "" ? [] : ["", ...wrap(`Why ${chosen}: ${reason}`, width)]),
  ].join("\n");
