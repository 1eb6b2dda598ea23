/**
 * How long a command takes from nothing to its answer: `node bench/cold-start.ts [spawns]`, 30 of each when left out.
 *
 * `--help` and `status RELEASE`, each as a process of its own, from its start to its end; the release with the history
 * that its steps and signatures leave, with a window of counts a minute, or more, on top, and under a process of 200
 * requirements. With the compile cache
 * warm, as on every start but the first, and without one. An empty Node process is what nobody can be faster than.
 * Ends with code 1 when a median with the warm cache is above 300 ms.
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultProcess } from "../test/support/default-process.ts";
import { folder } from "../test/support/folder.ts";
import { machine } from "./support/machine.ts";
import { percentiles } from "./support/numbers.ts";
import { realJournal, release } from "./support/real-journal.ts";
import { wideProcess } from "./support/wide-process.ts";

const limit = 300;
const spawns = Number(process.argv[2] ?? 30);
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

type Case = { readonly what: string; readonly args: readonly string[]; readonly cached: boolean };

/** ms from spawning to the end. */
const start = (args: readonly string[], env: NodeJS.ProcessEnv): number => {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { env, encoding: "utf8", timeout: 30_000 });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - begun;
};

const environment = (cached: boolean, cache: string): NodeJS.ProcessEnv => {
  const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env;
  return cached ? { ...env, NODE_COMPILE_CACHE: cache } : { ...env, NODE_DISABLE_COMPILE_CACHE: "1" };
};

/** In rounds of one start of each, so that a noisy neighbour hits all of them. @returns ms, by case */
const measured = (cases: readonly Case[], cache: string): readonly (readonly number[])[] => {
  const round = () => cases.map(({ args, cached }) => start(args, environment(cached, cache)));
  // The first round fills the cache, and the second may still add to it.
  const rounds = Array.from({ length: spawns + 2 }, round).slice(2);
  return cases.map((_, i) => rounds.map((times) => times[i]!));
};

console.log(machine());
await using dir = await folder();
/** Windows of counts that the release was watched for; 5,760 are four hours of canary and two days after, by default. */
const watchedFor = [0, 2_880, 5_760];
const journals = await Promise.all(
  watchedFor.map(async (windows) => {
    const home = join(dir.path, String(windows));
    return { home, entries: await realJournal(home, windows) };
  }),
);
const wide = join(dir.path, "wide");
await realJournal(wide, 0, wideProcess(defaultProcess, 200));
const nothing = join(dir.path, "nothing.mjs");
await writeFile(nothing, "");

const commands: Readonly<Record<string, readonly string[]>> = {
  "--help": [main, "--help"],
  ...Object.fromEntries(
    journals.map(({ home, entries }) => [`status, ${entries} entries`, [main, "status", release, "-C", home]]),
  ),
  "status, 200 requirements": [main, "status", release, "-C", wide],
};
const cases: readonly Case[] = [
  { what: "an empty Node process", args: [nothing], cached: true },
  ...[true, false].flatMap((cached) =>
    Object.entries(commands).map(([what, args]) => ({
      what: `${what}, ${cached ? "warm" : "no"} cache`,
      args,
      cached,
    })),
  ),
];
const times = measured(cases, join(dir.path, "cache"));
const rows = cases.map(({ what, cached }, i) => ({ what, cached, ...percentiles(times[i]!) }));
console.table(Object.fromEntries(rows.map(({ what, cached: _, ...figures }) => [what, figures])));
const slow = rows.filter((row) => row.cached && row["p50 ms"] > limit);
for (const { what } of slow) console.error(`Too slow: ${what} shall take ${limit} ms.`);
process.exitCode = slow.length === 0 ? 0 : 1;
