/**
 * Runs the benches one after the other: `npm run bench [-- name…]`, all of them when none is named. Each is a process of
 * its own that says what it measured and ends with 1 when it missed a target, and with 2 when it could not run here.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { machine } from "./support/machine.ts";

/** Name → what it measures, and the longest that it may take, in s. */
const benches: Readonly<Record<string, { readonly about: string; readonly within: number; readonly script?: string }>> =
  {
    fold: { about: "the pure core: fold and status", within: 120 },
    journal: { about: "both journals: append, read, list, verify", within: 600 },
    "cold-start": { about: "the command line, from nothing to its answer", within: 600 },
    import: { about: "memory of `headgate import` by the size of a JUnit report", within: 300 },
    memory: { about: "resident memory of a process that conducts", within: 300 },
    rollback: { about: "a breach decided → 0 % and read back", within: 1_800 },
    conductor: { about: "1,000 rollouts by one process, 100 releases by four: tick lag", within: 900 },
    haproxy: { about: "HAProxy: requests lost to a change of weights, command to effect", within: 900 },
    nginx: { about: "nginx: requests lost to a change of weights, command to effect", within: 600 },
    splitter: { about: "the embedded splitter against HAProxy", within: 900 },
    web: { about: "the pages in Chromium: first load, list, events, frames, shifts", within: 1_800 },
    verdicts: { about: "how often judges cry wolf, and how soon they know", within: 3_600, script: "verdicts/run.ts" },
    "verdicts-cost": { about: "what judging one window costs", within: 120, script: "verdicts/cost.ts" },
    real: { about: "verdicts on real traffic: false alarms, times", within: 3_600, script: "verdicts/real.ts" },
  };

const run = async (script: string, within: number): Promise<string> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], { stdio: "inherit" });
  // SIGTERM, so that it stops what it started.
  const limit = setTimeout(() => child.kill("SIGTERM"), 1_000 * within);
  const [code] = (await once(child, "exit")) as [number | null];
  clearTimeout(limit);
  if (code === 0) return "kept";
  if (code === 1) return "MISSED, or it failed";
  return code === 2 ? "could not run here" : `stopped after ${within} s`;
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
// Ctrl-C reaches the bench that runs, which ends in order; the next one is not begun.
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    stopped = true;
  });
console.log(`${new Date().toISOString()}  ${machine()}`);
const outcomes: Record<string, { readonly targets: string }> = {};
for (const [name, { about, within, script = `${name}.ts` }] of Object.entries(benches)) {
  if (stopped || (named.length > 0 && !named.includes(name))) continue;
  console.log(`\n── ${name}: ${about}`);
  outcomes[name] = { targets: await run(script, within) };
}
console.log("");
console.table(outcomes);
process.exitCode = Object.values(outcomes).every(({ targets }) => targets === "kept") ? 0 : 1;
