/**
 * `headgate serve` as a process of its own over 10,000 releases, 200 of them open under the default process:
 * `node bench/server.ts [seconds of load]`, 60 when left out. How soon it is ready; what a page of the list costs; how
 * soon an event is with two listeners, and with 500; what it keeps in memory; and its throughput as a ratio to a bare
 * handler of the same framework. Load by wrk. Linux only. Ends with code 1 when a limit is missed.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fastify from "fastify";
import { loadProject } from "../src/cli/project.ts";
import { manyReleases } from "../test/support/many-releases.ts";
import { teamYaml } from "../test/support/team-yaml.ts";
import { until } from "../test/support/until.ts";
import { machine } from "./support/machine.ts";
import { percentiles, rank, short } from "./support/numbers.ts";

const seconds = Number(process.argv[2] ?? 60);
const limits = { readyMs: 1_500, listP95: 100, eventP99: 200, streams: 500, memoryMb: 250 };
const headgate = fileURLToPath(new URL("../bin/headgate", import.meta.url));
const misses: string[] = [];
const hold = (what: string, value: number, limit: number): void => {
  if (value > limit) misses.push(`${what}: ${short(value)} > ${limit}`);
};

const home = await mkdtemp(join(tmpdir(), "headgate-bench-"));
await writeFile(join(home, "headgate.yaml"), teamYaml);
await writeFile(join(home, "server.yaml"), "administrators: [ada]\nrequests-per-minute: 100000000\n");
const { process: rules, config } = await loadProject(home);
await manyReleases(join(home, ".headgate"), 10_000, { open: 200, process: rules, config });
const tokenOf = (account: string, as: string): { authorization: string } => {
  const made = spawnSync(headgate, ["token", "make", account, "--name", "bench", "--as", as, "--json"], {
    cwd: home,
    encoding: "utf8",
  });
  return { authorization: `Bearer ${(JSON.parse(made.stdout) as { text: string }).text}` };
};
const authorization = tokenOf("bot", "ada");
/** No person has more than 50 streams open. */
const listening = ["ada", "bo", "cy", "dee", "eve", "fay", "gus", "hal", "ivy", "dan"].map((id) => tokenOf(id, id));

const start = async () => {
  const began = performance.now();
  const child = spawn(headgate, ["serve", "--no-conduct", "--port", "0"], {
    cwd: home,
    env: { ...process.env, HEADGATE_LOG: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await until("the server listens", () => /listens at \S+/.test(said), 30_000);
  const url = /listens at (\S+)/.exec(said)![1]!;
  await until("the server is ready", async () => (await fetch(`${url}/readyz`)).ok, 10_000);
  return { child, url, ready: performance.now() - began };
};

const memory = async (pid: number, field: "VmRSS" | "VmHWM"): Promise<number> =>
  (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]) *
    1_024) /
  1e6;

const get = async (url: string): Promise<unknown> => {
  const response = await fetch(url, { headers: authorization });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
};

const open = "shop-1.0.9999";
let said = 0;
const note = async (url: string): Promise<string> => {
  const text = `note ${++said}`;
  const response = await fetch(`${url}/api/v1/releases/${open}/commands/take-note`, {
    method: "POST",
    headers: { ...authorization, "content-type": "application/json" },
    body: JSON.stringify({ kind: "note", text, about: "" }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return text;
};

/** Tells when each note was heard. */
const listen = async (
  url: string,
  signal: AbortSignal,
  headers: { authorization: string },
): Promise<ReadonlyMap<string, number>> => {
  const heard = new Map<string, number>();
  const response = await fetch(`${url}/api/v1/events`, { headers, signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  void (async () => {
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      const at = performance.now();
      for (const [, text] of rest.matchAll(/"text":"(note \d+)"/g)) if (!heard.has(text!)) heard.set(text!, at);
      rest = rest.slice(-2_000);
    }
  })().catch(() => undefined);
  return heard;
};

/** From the moment on at which a command is sent until each of the listeners has it, in ms. */
const delays = async (url: string, listeners: number, notes: number): Promise<readonly number[]> => {
  const stop = new AbortController();
  const all: ReadonlyMap<string, number>[] = [];
  for (let n = 0; n < listeners; n++) all.push(await listen(url, stop.signal, listening[n % listening.length]!));
  const found: number[] = [];
  for (let n = 0; n < notes; n++) {
    const began = performance.now();
    const text = await note(url);
    await until("everybody heard it", () => all.every((heard) => heard.has(text)), 10_000);
    for (const heard of all) found.push(heard.get(text)! - began);
  }
  stop.abort();
  return found;
};

/** Not waited for in one piece: the bare handler lives in this very process. */
const printed = async (command: string, args: readonly string[]): Promise<string> => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  await once(child, "close");
  return text;
};

const wrkArgs = (url: string, length: number): readonly string[] => [
  ...["-t1", "-c16", `-d${length}s`, "--latency", "-H", `Authorization: ${authorization.authorization}`, url],
];

const wrongIn = (said: string): string => /Non-2xx[^\n]*|Socket errors[^\n]*/.exec(said)?.[0] ?? "none";

const wrk = async (url: string, path: string, length: number) => {
  const text = await printed("wrk", wrkArgs(`${url}${path}`, length));
  const [, p99 = "", unit = "ms"] = /99%\s+([\d.]+)(us|ms|s)/.exec(text) ?? [];
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p99: Number(p99) * (unit === "s" ? 1_000 : unit === "us" ? 0.001 : 1),
    errors: wrongIn(text),
  };
};

console.log(machine());
const first = await start();
first.child.kill("SIGTERM");
await once(first.child, "exit");
const { child, url, ready } = await start();
try {
  console.log(`ready: ${short(first.ready)} ms the first time, ${short(ready)} ms again`);
  hold("ready", ready, limits.readyMs);
  const pages: number[] = [];
  const began = performance.now();
  await get(`${url}/api/v1/releases`);
  console.log(`the first page of all, read from the journal: ${short(performance.now() - began)} ms`);
  for (let n = 0; n < 400; n++) {
    const from = performance.now();
    await get(`${url}/api/v1/releases?limit=50${n % 2 === 0 ? "" : "&phase=open"}`);
    pages.push(performance.now() - from);
  }
  const two = await delays(url, 2, 300);
  const many = await delays(url, limits.streams, 40);
  console.table({
    "a page of 50 of 10,000 releases": percentiles(pages),
    "a command until two listeners have it": percentiles(two),
    [`a command until ${limits.streams} listeners have it`]: percentiles(many),
  });
  hold("list p95", rank(pages, 0.95), limits.listP95);
  hold("event p99", rank(two, 0.99), limits.eventP99);
  console.log(
    `memory after that: ${short(await memory(child.pid!, "VmRSS"))} MB, ${short(await memory(child.pid!, "VmHWM"))} at most`,
  );

  const page = JSON.stringify(await get(`${url}/api/v1/releases?limit=50`));
  const bare = fastify();
  bare.get("/healthz", async () => ({ ok: true, version: "0.1.0" }));
  bare.get("/api/v1/releases", async () => JSON.parse(page) as unknown);
  const bareUrl = await bare.listen({ port: 0 });
  const rows: Record<string, unknown> = {};
  for (const path of ["/healthz", "/api/v1/releases?limit=50"]) {
    const [ours, theirs] = [await wrk(url, path, 10), await wrk(bareUrl, path, 10)];
    rows[path] = {
      "requests/s": Math.round(ours.rate),
      "bare/s": Math.round(theirs.rate),
      ratio: Number((ours.rate / theirs.rate).toFixed(2)),
      "p99 ms": short(ours.p99),
      "bare p99": short(theirs.p99),
      errors: ours.errors,
    };
  }
  await bare.close();
  console.table(rows);

  const samples: number[] = [];
  let over: string | null = null;
  void printed("wrk", wrkArgs(`${url}/api/v1/releases?limit=50`, seconds)).then((text) => {
    over = wrongIn(text);
  });
  let written = 0;
  while (over === null) {
    await note(url);
    written++;
    if (written % 10 === 0) samples.push(await memory(child.pid!, "VmRSS"));
    await sleep(20);
  }
  const half = Math.floor(samples.length / 2);
  const [early, late] = [samples.slice(0, half), samples.slice(half)].map((part) => rank(part, 0.5));
  console.log(
    `${seconds} s of load with ${written} events written: errors ${over}; memory ${short(early!)} MB, then ${short(late!)} MB`,
  );
  if (over !== "none") misses.push(`load: ${over}`);
  hold("memory that grows, MB", late! - early!, 25);
  hold("memory, MB", await memory(child.pid!, "VmRSS"), limits.memoryMb);
} finally {
  child.kill("SIGTERM");
  await once(child, "exit");
  await rm(home, { recursive: true, force: true });
}
for (const miss of misses) console.log(`missed: ${miss}`);
process.exitCode = misses.length === 0 ? 0 : 1;
