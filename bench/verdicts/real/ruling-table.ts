import type { Settings } from "../../../src/analysis/settings.ts";
import { median, rank } from "../../support/numbers.ts";
import type { Kind } from "./kind.ts";
import { type Ruling, rulingOf } from "./ruling.ts";
import type { Run } from "./run.ts";
import { capped, errorsAlone, largerMargin, shipped, withMargin } from "./settings.ts";
import { groups, table } from "./tables.ts";

const about: Readonly<Record<Kind, string>> = {
  same: "A/A: the baseline's own build",
  fault: "faulty under load (1.2.0)",
  slow: "stock system 50 % slower",
};

const head = [
  ...["router", "candidate", "judge", "runs", "rolled back", "proven by"],
  ...["s: median (most)", "requests", "failed", "paused", "passed"],
];

/** What the judge made of the runs, and what it would have made of them with other settings. Medians at the rollback. */
export const rulingTable = (runs: readonly Run[]): string =>
  table(
    head,
    groups(runs).flatMap((group) =>
      judgesOf(group[0]!).map(([name, settings]) => {
        const { router, kind } = group[0]!;
        return [router, about[kind], name, ...rulingCells(group.map(({ windows }) => rulingOf(windows, settings)))];
      }),
    ),
  );

/** A faulty run ends once its judges told: others would be asked too soon. */
const judgesOf = ({ router, kind }: Run): readonly (readonly [name: string, settings: Settings])[] => {
  const asShipped = shipped(router);
  const alone = ["latency: none", errorsAlone(asShipped)] as const;
  const larger = [`latency margin ${100 * largerMargin} %`, withMargin(asShipped, largerMargin)] as const;
  const cap = ["cap 0.35", capped(asShipped)] as const;
  const others = { same: [alone, larger, cap], fault: [alone, cap], slow: [larger, cap] } as const;
  return [["as shipped", asShipped], ...others[kind]];
};

const rulingCells = (rulings: readonly Ruling[]): readonly (string | number)[] => {
  const back = rulings.flatMap(({ rolledBack }) => rolledBack ?? []);
  const by = Map.groupBy(back, (one) => one.by);
  return [
    rulings.length,
    back.length,
    [...by].map(([name, of]) => `${name} ${of.length}`).join(", "),
    timesOf(back.map(({ after }) => after)),
    back.length > 0 ? median(back.map(({ requests }) => requests)) : "",
    back.length > 0 ? median(back.map(({ failed }) => failed)) : "",
    rulings.filter(({ paused }) => paused !== null).length,
    passesOf(rulings.flatMap(({ passed }) => passed ?? [])),
  ];
};

const timesOf = (times: readonly number[]): string =>
  times.length > 0 ? `${median(times).toFixed(1)} (${rank(times, 1).toFixed(1)})` : "";

const passesOf = (times: readonly number[]): string => (times.length > 0 ? `${times.length}, ${timesOf(times)}` : "0");
