import { type PromoteKind, type PromoteRow, promoteName, promoteRows } from "./promote-scenarios.ts";
import { idOf, type Table, tables } from "./scenario.ts";
import type { Share, Summary } from "./summary.ts";

const titles: Readonly<Record<Table, string>> = {
  "errors-aa": "Error rate, A/A: probability of a rollback (false alarm), %",
  "errors-regression":
    "Error rate, regressions: detected %, median time, median bad candidate requests served at rollback",
  misaligned: "Misaligned windows, shared outage of 20 % for 60 s, A/A: probability of a rollback, %",
  promote: "Promote early (non-inferiority), 60 min: promoted %, median time; rolled back %, median time",
  "latency-aa": "Latency: A/A false alarms, %",
  "latency-regression": "Latency, regressions: detected %, median time",
  beyond: "Beyond the reference: rolled back %, median time, median bad candidate requests",
};

/** All figures as tables of Markdown. A share between 0 and 1 has its standard error after ±. */
export const report = (summaries: readonly Summary[]): string =>
  tables
    .map((table) => ({ table, of: summaries.filter(({ scenario }) => scenario.startsWith(`${table}: `)) }))
    .filter(({ of }) => of.length > 0)
    .map(({ table, of }) => `### ${titles[table]}\n\n${table === "promote" ? promotions(of) : grid(table, of)}\n`)
    .join("\n");

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const lines = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

const grid = (table: Table, all: readonly Summary[]): string => {
  const judges = [...new Set(all.map(({ judge }) => judge))];
  const rows = [...Map.groupBy(all, ({ scenario }) => scenario)].map(([scenario, of]) => [
    scenario.slice(table.length + 2),
    ...judges.map((judge) => cell(table, of.find((one) => one.judge === judge))), // biome-ignore format: one row
  ]);
  return lines(["scenario", ...judges], rows);
};

const cell = (table: Table, summary: Summary | undefined): string => {
  if (summary === undefined) return "";
  const paused = summary.pause.of > 0 ? `, paused ${percent(summary.pause)}` : "";
  return (
    (table.endsWith("regression") || table === "beyond" ? detected(table, summary) : percent(summary.rollback)) + paused
  );
};

const detected = (table: Table, { rollback, rollbackSeconds, bad }: Summary): string => {
  if (rollbackSeconds === null) return "0";
  return `${percent(rollback)} ${rollbackSeconds}s${table === "errors-regression" || table === "beyond" ? `/${bad}` : ""}`;
};

const percent = ({ of, error }: Share): string =>
  error === 0 ? `${100 * of}` : `${(100 * of).toFixed(1)} ±${(100 * error).toFixed(1)}`;

const promotions = (all: readonly Summary[]): string => {
  const judges = [...new Set(all.map(({ judge }) => judge))];
  const head = ["rps, weight, base errors", "margin", "judge", "good promoted", "wrong promote at the margin"];
  const rows = promoteRows.flatMap((row) => judges.map((judge) => promotion(row, judge, all)));
  return lines(
    [...head, "at 2x margin: rollback", "at 2x margin: promoted"],
    rows.filter((row) => row.length > 0),
  );
};

const promotion = (row: PromoteRow, judge: string, all: readonly Summary[]): readonly string[] => {
  const of = (kind: PromoteKind): Summary | undefined =>
    all.find((one) => one.judge === judge && one.scenario === idOf({ table: "promote", name: promoteName(row, kind) }));
  const [clean, margin, harm] = [of("clean"), of("margin"), of("harm")];
  if (clean === undefined && margin === undefined && harm === undefined) return [];
  const after = (seconds: number | null | undefined): string => (seconds == null ? "" : ` ${seconds}s`);
  return [
    row.name,
    `${row.margin}`,
    judge,
    clean ? percent(clean.promote) + after(clean.promoteSeconds) : "",
    margin ? percent(margin.promote) : "",
    harm ? percent(harm.rollback) + after(harm.rollbackSeconds) : "",
    harm ? percent(harm.promote) : "",
  ];
};
