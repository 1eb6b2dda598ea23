/**
 * The embedded splitter against HAProxy, in one run: `node bench/splitter.ts [rounds]`.
 *
 * wrk with one thread and 32 connections, answers of 1 kB, two instances at 75/25, the counting on. Rounds alternate, so
 * that a noisy neighbour hits both; the ratio is taken per pair, and its median counts. The goals are for instances in
 * Node, which share the machine as a small service's do; instances played by HAProxy cost next to nothing, and show the
 * routers alone. Then 200 weight changes under the same load. Exits 1 when a goal is missed.
 */
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { digest, percent } from "../src/domain/units.ts";
import type { Route, TrafficDriver } from "../src/drivers/port.ts";
import { splitterTraffic } from "../src/drivers/traffic/splitter/driver.ts";
import { stopSplitter } from "../src/drivers/traffic/splitter/start.ts";
import { freePort } from "../src/free-port.ts";
import { folder } from "../test/support/folder.ts";
import { backend } from "../test/support/start-backend.ts";

const goals = { throughput: 0.5, p99: 3 };
const rounds = Number(process.argv[2] ?? 10);
const seconds = 3;
const run = promisify(execFile);
const soon = (): AbortSignal => AbortSignal.timeout(10_000);

type Figures = { readonly perSecond: number; readonly p99: number; readonly failed: number };

const haproxy = async (config: string, path: string): Promise<AsyncDisposable> => {
  await writeFile(path, config);
  const child = spawn("haproxy", ["-q", "-f", path], { stdio: ["ignore", "inherit", "inherit"] });
  await once(child, "spawn");
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
    },
  };
};

const timeouts = "defaults\n  mode http\n  timeout connect 2s\n  timeout client 60s\n  timeout server 60s\n";

/** Instances that cost next to nothing: the hardest case for a router. */
const fastest = (ports: readonly number[]): string =>
  ports.reduce(
    (text, port) =>
      `${text}frontend up${port}\n  bind 127.0.0.1:${port}\n` +
      `  http-request return status 200 content-type text/plain string ${"x".repeat(1_000)}\n`,
    timeouts,
  );

const rival = (port: number, [a, b]: readonly number[]): string =>
  `${timeouts}frontend fe\n  bind 127.0.0.1:${port}\n  default_backend split\nbackend split\n` +
  `  balance roundrobin\n  server a 127.0.0.1:${a} weight 75\n  server b 127.0.0.1:${b} weight 25\n`;

const answers = async (port: number): Promise<void> => {
  for (const limit = soon(); ; await sleep(20)) {
    limit.throwIfAborted();
    if ((await fetch(`http://127.0.0.1:${port}/kilobyte`).catch(() => null))?.ok) return;
  }
};

const wrk = async (port: number, duration = seconds): Promise<Figures> => {
  const args = ["-t1", "-c32", `-d${duration}s`, "--latency", `http://127.0.0.1:${port}/kilobyte`];
  const { stdout } = await run("wrk", args);
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)\b/.exec(stdout)!;
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? "0";
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1]),
    p99: Number(p99) * { us: 0.001, ms: 1, s: 1_000 }[unit as "us" | "ms" | "s"],
    failed: [...errors, refused].reduce((sum, n) => sum + Number(n), 0),
  };
};

const rank = (all: readonly number[], q: number): number =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(q * all.length))]!;

type Pair = { readonly ours: Figures; readonly theirs: Figures };

const pair = async (ours: number, theirs: number, oursFirst: boolean): Promise<Pair> => {
  if (oursFirst) return { ours: await wrk(ours), theirs: await wrk(theirs) };
  const first = await wrk(theirs);
  return { ours: await wrk(ours), theirs: first };
};

/** @returns whether the goals are met */
const compare = async (instances: string, ours: number, theirs: number): Promise<boolean> => {
  for (const port of [ours, theirs]) await wrk(port, 2); // warm-up
  const pairs: Pair[] = [];
  for (let i = 0; i < rounds; i++) pairs.push(await pair(ours, theirs, i % 2 === 0));
  const median = (of: (pair: Pair) => number): number => rank(pairs.map(of), 0.5);
  const throughput = median(({ ours, theirs }) => ours.perSecond / theirs.perSecond);
  const p99 = median(({ ours, theirs }) => ours.p99 / theirs.p99);
  const failed = pairs.reduce((sum, { ours }) => sum + ours.failed, 0);
  console.log(`Instances in ${instances}`);
  console.table({
    splitter: { "requests/s": median((p) => p.ours.perSecond), "p99 ms": median((p) => p.ours.p99), failed },
    HAProxy: { "requests/s": median((p) => p.theirs.perSecond), "p99 ms": median((p) => p.theirs.p99) },
    ratio: { "requests/s": throughput, "p99 ms": p99 },
  });
  return throughput >= goals.throughput && p99 <= goals.p99 && failed === 0;
};

/** ms until the first of 20 answers in a row that come from the right side. */
const effect = async (port: number, right: string, begun: number): Promise<number> => {
  let first = 0;
  for (let inRow = 0; inRow < 20; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/kilobyte`);
    await answer.arrayBuffer();
    inRow = answer.headers.get("x-version") === right ? inRow + 1 : 0;
    if (inRow === 1) first = performance.now() - begun;
  }
  return first;
};

/** All traffic from one side to the other and back, 200 times, while wrk runs. */
const flip = async (traffic: TrafficDriver, port: number, behind: Two): Promise<boolean> => {
  const changes = 200;
  const [answered, effective]: [number[], number[]] = [[], []];
  const load = { over: false, failed: 0, requests: 0 };
  const loading = (async () => {
    while (!load.over) {
      const { failed, perSecond } = await wrk(port, 2);
      load.failed += failed;
      load.requests += 2 * perSecond;
    }
  })();
  for (let i = 0; i < changes; i++) {
    const begun = performance.now();
    const seen = effect(port, i % 2 === 0 ? "b" : "a", begun);
    await traffic.set(routes(behind, i % 2 === 0 ? 100 : 0), [1, 1], soon());
    answered.push(performance.now() - begun);
    effective.push(await seen);
  }
  load.over = true;
  await loading;
  const figures = (all: readonly number[]) => ({ "p50 ms": rank(all, 0.5), "p99 ms": rank(all, 0.99) });
  console.table({ "command answered": figures(answered), "command → effect": figures(effective) });
  console.log(`${changes} changes, ${Math.round(load.requests)} requests meanwhile, ${load.failed} failed`);
  return load.failed === 0;
};

type Two = readonly [number, number];

const routes = ([a, b]: Two, weight: number): readonly Route[] => [
  { build: digest(`sha256:${"a".repeat(64)}`), endpoints: [`127.0.0.1:${a}`], weight: percent(100 - weight) },
  { build: digest(`sha256:${"b".repeat(64)}`), endpoints: [`127.0.0.1:${b}`], weight: percent(weight) },
];

/** HAProxy and a splitter, both in front of the same instances. */
const routers = async (
  dir: string,
  behind: Two,
  use: (traffic: TrafficDriver, ours: number, theirs: number) => Promise<boolean>,
) => {
  const [ours, theirs] = [await freePort(), await freePort()];
  await using _rival = await haproxy(rival(theirs, behind), join(dir, "rival.cfg"));
  const traffic = splitterTraffic({ folder: join(dir, "s"), host: "127.0.0.1", port: ours });
  try {
    await traffic.set(routes(behind, 25), [1, 1], soon());
    for (const port of [...behind, theirs, ours]) await answers(port);
    return await use(traffic, ours, theirs);
  } finally {
    await stopSplitter(join(dir, "s"), soon());
  }
};

const inNode = async (): Promise<boolean> => {
  await using dir = await folder();
  const behind = [await freePort(), await freePort()] as const;
  await using _a = await backend("a", behind[0]);
  await using _b = await backend("b", behind[1]);
  return await routers(dir.path, behind, async (traffic, ours, theirs) => {
    const level = await compare("Node", ours, theirs);
    return (await flip(traffic, ours, behind)) && level;
  });
};

const inHaproxy = async (): Promise<boolean> => {
  await using dir = await folder();
  const behind = [await freePort(), await freePort()] as const;
  await using _instances = await haproxy(fastest(behind), join(dir.path, "instances.cfg"));
  return await routers(dir.path, behind, (_, ours, theirs) => compare("HAProxy", ours, theirs));
};

const missing = ["haproxy", "wrk"].filter((name) => spawnSync("which", [name]).status !== 0);
if (missing.length > 0) {
  console.error(`${missing.join(" and ")} missing: apt-get install haproxy wrk`);
  process.exit(2);
}
console.log(`${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${rounds} rounds of ${seconds} s`);
console.log(`Goals: requests/s ≥ ${goals.throughput} of HAProxy, p99 ≤ ${goals.p99} times, none failed`);
const met = await inNode();
await inHaproxy();
process.exit(met ? 0 : 1);
