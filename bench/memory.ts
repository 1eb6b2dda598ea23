/**
 * Resident memory of a process that conducts a rollout and serves nothing: `node bench/memory.ts [seconds]`, 90 when left
 * out. `headgate run` as users call it, on a canary at 25 % under load, with a window and a verdict every second;
 * instances, router and load are processes of their own. Read from /proc, so Linux only. Ends with code 1 above 150 MB.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { until } from "../test/support/until.ts";
import { machine } from "./support/machine.ts";
import { median, rank, short } from "./support/numbers.ts";
import { ada, type Service, service } from "./support/service.ts";
import { startLoad } from "./support/start-load.ts";

const limit = 150;
const seconds = Number(process.argv[2] ?? 90);
/** ms between two samples. */
const pause = 250;
// As it is installed, with the flags that it gives to Node; the shell in it is replaced by that Node, with the same pid.
const headgate = fileURLToPath(new URL("../bin/headgate", import.meta.url));

/** `VmRSS` or, for the peak that no sample misses, `VmHWM`; in MB of 10^6 bytes. */
const memory = async (pid: number, field: "VmRSS" | "VmHWM"): Promise<number> => {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(
    await readFile(`/proc/${pid}/status`, "utf8"),
  )?.[1];
  return (Number(kilobytes) * 1_024) / 1_000_000;
};

const open = async ({ engine, build, config, process }: Service): Promise<string> => {
  const request = { path: await build("1.1.0"), version: "1.1.0", commit: "bench", authors: [], productionAt: null };
  return (await engine.open({ ...request, config, process, by: ada })).id;
};

const verdicts = async ({ engine }: Service, id: string): Promise<number> =>
  (await engine.history(id)).filter(({ type }) => type === "VerdictRecorded").length;

console.log(machine());
await using shop = await service();
const load = startLoad(shop.url, 200, seconds + 60);
const id = await open(shop);
const conducting = spawn(headgate, ["run", id, "deploy", "--as", ada.id, "-C", shop.home], {
  stdio: ["ignore", "ignore", "inherit"],
});
const ended = once(conducting, "exit");
try {
  await until("the first verdict", async () => (await verdicts(shop, id)) > 0, 60_000);
  const samples: number[] = [];
  for (const end = performance.now() + 1_000 * seconds; performance.now() < end && !shop.signal.aborted; ) {
    samples.push(await memory(conducting.pid!, "VmRSS"));
    await sleep(pause);
  }
  const peak = await memory(conducting.pid!, "VmHWM");
  console.log(`${samples.length} samples in ${seconds} s, ${await verdicts(shop, id)} verdicts`);
  console.table({
    "conducting `headgate run`": {
      "first MB": short(samples[0]!),
      "median MB": short(median(samples)),
      "last MB": short(samples.at(-1)!),
      "most sampled MB": short(rank(samples, 1)),
      "peak MB": short(peak),
    },
  });
  if (peak > limit) {
    console.error(`Too much: a conducting process shall stay at ${limit} MB.`);
    process.exitCode = 1;
  }
} finally {
  conducting.kill("SIGTERM");
  await ended;
  await load.stop();
}
