/**
 * Plays the whole conductor against a simulated world, seed by seed:
 * `npm run simulate -- --seeds N [--from S] [--threads T] [--trace]`. Ends with 1 when a rule was broken; then it says
 * which, and the least that breaks it. One seed with `--trace` tells everything that its conductors did. `--lives` lives
 * whole releases over the pure core instead, with the process that ships, from the first report to the closure.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { liveMany } from "./life-seeds.ts";
import { type Broken, sumOf, type Tally } from "./seeds-in-threads.ts";
import { play } from "./whole-play.ts";
import { brokenBy } from "./whole-rules.ts";
import { playMany } from "./whole-seeds.ts";
import { historyOf, shrink } from "./whole-shrink.ts";
import { tallyOf } from "./whole-tally.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "0" },
    threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
    trace: { type: "boolean", default: false },
    lives: { type: "boolean", default: false },
  },
});
const [seeds, from, threads] = [Number(values.seeds), Number(values.from), Number(values.threads)];
if (![seeds, from, threads].every((n) => Number.isInteger(n) && n >= 0) || seeds * threads === 0) {
  console.error("Write whole numbers: --seeds 1000 --from 0 --threads 2");
  process.exit(2);
}

const printTally = (tally: Tally): void => {
  const plays = tally.plays ?? tally.lives ?? 1;
  console.table(
    Object.fromEntries(
      Object.entries(tally).map(([what, n]) => [
        what,
        { count: Math.round(n), "per play": Number((n / plays).toFixed(3)) },
      ]),
    ),
  );
};

const tell = async (broken: Broken): Promise<void> => {
  console.log(`\nseed ${broken.seed} breaks: ${broken.rule}`);
  for (const what of broken.what.slice(0, 5)) console.log(`  ${what}`);
  const { limits, run } = await shrink(broken);
  const left = Object.keys(limits.without ?? {}).join(", ") || "nothing";
  console.log(`The least that breaks it (${run.played.name}): without ${left}, trouble for ${limits.chaos} ms:`);
  for (const what of brokenBy(run)
    .flatMap((one) => one.what)
    .slice(0, 5))
    console.log(`  ${what}`);
  for (const line of historyOf(run).slice(-60)) console.log(line);
};

if (values.trace) {
  const run = await play(from, { trace: console.log });
  printTally(tallyOf(run));
  for (const { rule, what } of brokenBy(run)) console.log(`broken: ${rule}: ${what.join("; ")}`);
  process.exit(brokenBy(run).length === 0 ? 0 : 1);
}

const began = performance.now();
const seconds = (): number => (performance.now() - began) / 1_000;
const broken: Broken[] = [];
let total: Tally = {};
let toldAt = 0;
const done = (): number => total.plays ?? total.lives ?? 0;
await (values.lives ? liveMany : playMany)({ from, count: seeds, threads }, (outcome) => {
  total = sumOf([total, outcome.tally]);
  broken.push(...outcome.broken);
  for (const { seed, rule } of outcome.broken) console.log(`seed ${seed} breaks: ${rule}`);
  if (seconds() - toldAt < 10) return;
  toldAt = seconds();
  console.log(`${done()} of ${seeds}, ${(done() / toldAt).toFixed(1)} seeds per second`);
});
console.log(`\n${done()} seeds in ${seconds().toFixed(1)} s: ${(done() / seconds()).toFixed(1)} per second`);
printTally(total);
// A life is told by its own history; only the plays of the conductor are made shorter.
if (values.lives)
  for (const { seed, rule, what } of broken.slice(0, 5)) console.log(`seed ${seed}: ${rule}: ${what[0]}`);
else for (const one of broken.slice(0, 3)) await tell(one);
console.log(
  broken.length === 0
    ? "No rule was broken."
    : `${broken.length} broken: ${[...new Set(broken.map(({ seed }) => seed))].join(" ")}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
