/**
 * Verdicts on real traffic: how often the judge cries wolf, and how soon it knows, with real noise.
 *
 *   node bench/verdicts/real.ts [--runs 30] [--router splitter|haproxy] [--lanes 3] [--rate 100] [--weight 25]
 *                               [--windows 60] [--kinds same,fault,slow] [--json FILE] [--from FILE]
 *
 * The demo's shop in real processes behind the splitter and a real HAProxy, under the demo's load over loopback, counted by
 * the product's drivers and judged as shipped; but windows take 1 s, and instances are warmed beforehand, so that a run
 * takes a minute and is about the build. Time zero is the candidate's first traffic. `lanes` routers of each kind work at
 * the same time. `--json` keeps all windows, and `--from` judges kept ones again. Prints tables of Markdown; ends with 1
 * when more than 1 in 30 of a router's A/A runs was rolled back, or a faulty build was not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { hasHaproxy } from "../../test/support/haproxy.ts";
import { machine } from "../support/machine.ts";
import { type Kind, kinds } from "./real/kind.ts";
import type { Order } from "./real/order.ts";
import { playAll } from "./real/play-all.ts";
import { report } from "./real/report.ts";
import { routerNames } from "./real/router.ts";
import { rulingOf } from "./real/ruling.ts";
import type { Run } from "./real/run.ts";
import { shipped } from "./real/settings.ts";

const { values: asked } = parseArgs({
  options: {
    runs: { type: "string", default: "30" },
    router: { type: "string" },
    lanes: { type: "string", default: "3" },
    rate: { type: "string", default: "100" },
    weight: { type: "string", default: "25" },
    windows: { type: "string", default: "60" },
    kinds: { type: "string", default: kinds.join(",") },
    json: { type: "string" },
    from: { type: "string" },
  },
});

const refuse = (what: string): never => {
  console.error(what);
  process.exit(2);
};

const whole = (option: "runs" | "lanes" | "rate" | "weight" | "windows"): number => {
  const n = Number(asked[option]);
  return Number.isSafeInteger(n) && n > 0 ? n : refuse(`--${option} is a whole number from 1 on, got ${asked[option]}`);
};

const [runs, lanes, rate, weight, windows] = (["runs", "lanes", "rate", "weight", "windows"] as const).map(whole);
if (weight! >= 100) refuse("--weight is below 100: with all traffic on the candidate there is nothing to compare with");
const routers = routerNames.filter((name) => asked.router === undefined || asked.router === name);
const chosen: readonly Kind[] = kinds.filter((kind) => asked.kinds.split(",").includes(kind));
if (routers.length === 0 || chosen.length === 0)
  refuse(`--router is one of ${routerNames.join(", ")}, and --kinds some of ${kinds.join(",")}`);

/** The kinds take turns, so that a noisy neighbour hits all of them. */
const orders: readonly Order[] = Array.from({ length: runs! }, (_, i) =>
  chosen.map((kind, k) => ({ kind, seed: i * kinds.length + k, weight: weight!, rate: rate!, windows: windows! })),
).flat();

const tell = ({ router, kind, seed, windows, load }: Run): void => {
  const { rolledBack, paused, passed } = rulingOf(windows, shipped(router));
  const ruled =
    rolledBack === null ? "not rolled back" : `after ${rolledBack.after.toFixed(1)} s: ${rolledBack.reason}`;
  console.error(`${router} ${kind} ${seed}, load ${load.toFixed(1)}: ${ruled} (paused ${paused}, passed ${passed})`);
};

/** What misses its target, in words. */
const missed = (all: readonly Run[]): readonly string[] =>
  [...Map.groupBy(all, ({ router, kind }) => `${router} ${kind}`)].flatMap(([name, of]) => {
    const back = of.filter(({ router, windows }) => rulingOf(windows, shipped(router)).rolledBack !== null).length;
    if (of[0]!.kind === "same")
      return back * 30 > of.length ? [`${name}: ${back} of ${of.length} were rolled back`] : [];
    return back < of.length ? [`${name}: ${of.length - back} of ${of.length} were not rolled back`] : [];
  });

if (routers.includes("haproxy") && !hasHaproxy && asked.from === undefined)
  refuse("haproxy missing: apt-get install haproxy");
const began = performance.now();
const all =
  asked.from === undefined
    ? await playAll(routers, orders, lanes!, tell)
    : (JSON.parse(readFileSync(asked.from, "utf8")) as readonly Run[]);
if (asked.json !== undefined) writeFileSync(asked.json, JSON.stringify(all));
console.log(`${report(all)}\n\n${((performance.now() - began) / 1_000).toFixed(0)} s on ${machine()}`);
const misses = missed(all);
for (const miss of misses) console.error(`MISSED ${miss}`);
process.exitCode = misses.length === 0 ? 0 : 1;
