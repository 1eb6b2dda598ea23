/**
 * Memory and time of `headgate import` by the size of a JUnit report: `node bench/import.ts [MB…]`, 1 and 100 when left
 * out. The command as users call it, on the process that ships. Peak resident memory as the system counts it (maxrss).
 * Ends with code 1 when the largest report takes more than 300 MB, or when its counts are wrong.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { startService } from "../test/support/service.ts";
import { machine } from "./support/machine.ts";
import { short } from "./support/numbers.ts";

const most = 300;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 100];
const headgate = fileURLToPath(new URL("../bin/headgate", import.meta.url));
const told = 'process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))';

const suiteSize = 100;
/** A suite of 100 cases, about 33 kB: one fails with its trace, one is skipped. */
const suite = (n: number): string => {
  const cases = Array.from({ length: suiteSize }, (_, i) => {
    const begin = `<testcase classname="shop.module${n}.Service${n}Test" name="does what is asked of it, case ${i}" time="0.0${i}"`;
    if (i === 0)
      return `${begin}><failure message="expected ${i} &lt; ${n}">${"    at shop.Frame.call(Frame.java:31)\n".repeat(40)}</failure></testcase>`;
    if (i === 1) return `${begin}><skipped message="not on this machine"/></testcase>`;
    return `${begin}><system-out><![CDATA[${"what a test prints, and nobody reads. ".repeat(4)}]]></system-out></testcase>`;
  });
  return `<testsuite name="shop.module${n}" tests="${suiteSize}" failures="1" skipped="1">${cases.join("\n")}</testsuite>\n`;
};

function* report(suites: number): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="shop">\n';
  for (let n = 0; n < suites; n++) yield suite(n);
  yield "</testsuites>\n";
}

type Figures = { readonly MB: number; readonly tests: number; readonly "peak MB": number; readonly seconds: number };

const measure = async (cwd: string, id: string, megabytes: number): Promise<Figures> => {
  const path = join(cwd, `junit-${megabytes}.xml`);
  const suites = Math.max(1, Math.round((megabytes * 1e6) / suite(1_000).length));
  await pipeline(Readable.from(report(suites)), createWriteStream(path));
  const begin = performance.now();
  const child = spawn(headgate, ["import", id, "entry.functional", path, "--as", "ada"], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(told)}` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [exit] = await once(child, "close");
  const seconds = (performance.now() - begin) / 1_000;
  const [, kilobytes] = /peak (\d+)/.exec(said) ?? [];
  if (exit !== 0 || kilobytes === undefined) throw new Error(`exit ${exit}: ${said}`);
  return {
    MB: short((await stat(path)).size / 1e6),
    tests: suites * suiteSize,
    "peak MB": short((Number(kilobytes) * 1_024) / 1e6),
    seconds: short(seconds),
  };
};

console.log(machine());
const person = (name: string, ...roles: string[]) => ({ name, email: `${name}@example.test`, roles });
await using shop = await startService({
  process: await readFile(new URL("../src/process/default.yaml", import.meta.url), "utf8"),
  adopted: [],
  config: { people: { ada: person("ada", "devops-lead") } },
});
const rows: Figures[] = [];
for (const megabytes of sizes) {
  rows.push(await measure(shop.shell.path, shop.id, megabytes));
  const { figures } = (await shop.release()).evidence["entry.functional"]?.report ?? {};
  if (figures?.total !== rows.at(-1)?.tests) throw new Error(`it counted ${figures?.total} tests`);
}
console.table(rows);
const peak = Math.max(...rows.map((row) => row["peak MB"]));
if (peak > most) {
  console.error(`Too much: an import shall stay below ${most} MB.`);
  process.exitCode = 1;
}
