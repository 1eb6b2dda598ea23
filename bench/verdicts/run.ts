/**
 * Verdicts: how often judges cry wolf, and how soon they know.
 *
 *   node bench/verdicts/run.ts [--quick] [--only TEXT] [--runs N] [--first N] [--json FILE]
 *
 * Rollouts are made up from seeds (`scenarios.ts`), as windows of 5 s, and every judge of `judges.ts` sees the same ones.
 * `--quick` plays a tenth of the runs; `--only` the scenarios whose `table: name` holds the text; `--first 17 --runs 1`
 * one run again. Prints tables of Markdown; `--json` writes all figures too.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { machine } from "../support/machine.ts";
import type { Batch } from "./batch.ts";
import { judges } from "./judges.ts";
import { playAll } from "./play-all.ts";
import { report } from "./report.ts";
import { fullRuns, quickRuns } from "./runs-of.ts";
import { idOf, type Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { type Summary, summaryOf } from "./summary.ts";

const { values: asked } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    runs: { type: "string" },
    first: { type: "string", default: "0" },
    json: { type: "string" },
  },
});

const whole = (option: "first" | "runs", text: string, least: number): number => {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n >= least) return n;
  console.error(`--${option} is a whole number from ${least} on, got ${text}`);
  process.exit(2);
};

/** Small enough that no core waits long for the other at the end. */
const batchSize = 25;

const usual = asked.quick ? quickRuns : fullRuns;

const batchesOf = (scenario: Scenario): readonly Batch[] => {
  const first = whole("first", asked.first, 0);
  const runs = asked.runs === undefined ? usual(scenario) : whole("runs", asked.runs, 1);
  return Array.from({ length: Math.ceil(runs / batchSize) }, (_, i) => ({
    scenario: idOf(scenario),
    first: first + i * batchSize,
    runs: Math.min(batchSize, runs - i * batchSize),
  }));
};

const summariesOf = async (chosen: readonly Scenario[]): Promise<readonly Summary[]> => {
  const batches = chosen.flatMap(batchesOf);
  const tell = (done: number): boolean =>
    process.stderr.isTTY && process.stderr.write(`\r${done} of ${batches.length}`);
  const played = await playAll(batches, tell);
  return chosen.flatMap((scenario) => {
    const mine = played.filter((_, i) => batches[i]?.scenario === idOf(scenario));
    return judges[scenario.table].map((judge, j) =>
      summaryOf(
        scenario,
        judge.name,
        mine.flatMap((of) => of[j] ?? []),
      ),
    );
  });
};

const chosen = scenarios.filter((scenario) => idOf(scenario).includes(asked.only) && judges[scenario.table].length > 0);
if (chosen.length === 0) {
  console.error(`No scenario holds "${asked.only}". There are:\n${scenarios.map(idOf).join("\n")}`);
  process.exit(2);
}
const began = performance.now();
const summaries = await summariesOf(chosen);
console.log(`\n${report(summaries)}`);
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s on ${machine()}`);
if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(summaries, null, 2)}\n`);
