import { quantile } from "../../../src/analysis/histogram.ts";
import { quantiles } from "../../../src/analysis/quantiles.ts";
import { addLatency } from "../../../src/domain/rollout/add-latency.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import { median, rank } from "../../support/numbers.ts";
import type { Kind } from "./kind.ts";
import { aloneAt, margins } from "./margins.ts";
import type { Run } from "./play.ts";
import { type Ruling, rulingOf } from "./ruling.ts";
import { errorsAlone, shipped, withMargin } from "./settings.ts";

const about: Readonly<Record<Kind, string>> = {
  same: "A/A: the baseline's own build",
  fault: "faulty under load (1.2.0)",
  slow: "stock system 50 % slower",
};

/** All figures as tables of Markdown. */
export const report = (runs: readonly Run[]): string =>
  [
    "### Runs, as shipped and with latencies left to their limit",
    rulingTable(runs),
    "### A/A: runs in which a metric reached 1/alpha, by latency margin",
    marginTable(runs.filter(({ kind }) => kind === "same")),
    "### A/A: the candidate's latency over the baseline's, whole runs",
    ratioTable(runs.filter(({ kind }) => kind === "same")),
    footer(runs),
  ].join("\n\n");

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const lines = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

/** By router, and by what the candidate is, in the order in which they first came. */
const groups = (runs: readonly Run[]): readonly (readonly Run[])[] => [
  ...Map.groupBy(
    runs.toSorted((a, b) => b.router.localeCompare(a.router)),
    ({ router, kind }) => `${router} ${kind}`,
  ).values(),
];

const rulingTable = (runs: readonly Run[]): string =>
  lines(
    [
      "router",
      "candidate",
      "judge",
      "runs",
      "rolled back",
      "proven by",
      "s: median (most)",
      "requests",
      "failed",
      "paused",
      "passed",
    ],
    groups(runs).flatMap((group) =>
      judgesOf(group[0]!).map(([name, settings]) => {
        const { router, kind } = group[0]!;
        return [router, about[kind], name, ...rulingCells(group.map(({ windows }) => rulingOf(windows, settings)))];
      }),
    ),
  );

const judgesOf = ({ router, kind }: Run) => {
  const settings = shipped(router);
  const all = [
    ["as shipped", settings],
    ["errors alone", errorsAlone(settings)],
    ["latency margin 30 %", withMargin(settings, 0.3)],
  ] as const;
  // A run with the slower build ends before errors alone could tell, and one with the faulty one before the margin.
  return all.filter(
    ([name]) => kind === "same" || (kind === "slow") === (name === "latency margin 30 %") || name === "as shipped",
  );
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

const named = (q: number): string => `p${100 * q}`;

const marginTable = (runs: readonly Run[]): string =>
  lines(
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

const ratioTable = (runs: readonly Run[]): string =>
  lines(
    ["router", "", ...quantiles.map(named)],
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

const footer = (runs: readonly Run[]): string => {
  const loads = runs.map(({ load }) => load);
  const sum = (of: (run: Run) => number): string => runs.reduce((all, run) => all + of(run), 0).toLocaleString("en-US");
  const missing = sum(({ windows }) => windows.filter(({ candidate, baseline }) => !candidate || !baseline).length);
  return (
    `Load of the machine ${rank(loads, 0)} to ${rank(loads, 1)}, median ${median(loads)}. ` +
    `${sum(({ clients }) => clients.requests)} requests, ${sum(({ clients }) => clients.failedByHeadgate)} without an answer of the shop; ` +
    `${missing} of ${sum(({ windows }) => windows.length)} windows missing.`
  );
};
