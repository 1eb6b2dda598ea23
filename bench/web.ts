/**
 * The pages in Debian's Chromium over `headgate serve` as a process of its own, with 10,000 releases and a canary under
 * way: `node bench/web.ts [part…]`, all parts when none is named. `size`: what the first load of a release takes.
 * `list`: how soon the page of all releases can be used. `notes`: how soon two people see an event. `room`: frames of the
 * war room while 60 lines a second are written. `shifts`: what moves while pages load. Wants `npm run build` before.
 * Ends with code 1 when a limit is missed.
 */
import { hasChromium } from "../test/support/chromium.ts";
import { launch } from "../test/support/story-pages.ts";
import { machine } from "./support/machine.ts";
import { median, percentiles, rank, short } from "./support/numbers.ts";
import { scriptsOf } from "./web/first-load.ts";
import { listLoads } from "./web/list.ts";
import { noteDelays } from "./web/notes.ts";
import { type Frames, roomFrames } from "./web/room.ts";
import { type Served, serveMany } from "./web/served.ts";
import { layoutShifts } from "./web/shifts.ts";
import { release } from "./web/story.ts";

const limits = { listMs: 1_000, missed: 0.05, noteP99: 500, gzip: 200_000, shift: 0.05 };
const misses: string[] = [];
const hold = (what: string, value: number, limit: number): void => {
  if (!(value <= limit)) misses.push(`${what}: ${Number(value.toPrecision(4))} > ${limit}`);
};
const percent = (share: number): string => `${short(100 * share)} %`;

const parts: Readonly<Record<string, (served: Served) => Promise<void>>> = {
  async size(served) {
    const scripts = await scriptsOf(served, `/releases/${release}`);
    console.log("bytes of script, first load of a release:", scripts);
    hold("first load, bytes by gzip -9", scripts.gzip, limits.gzip);
  },
  async list(served) {
    const loads = await listLoads(served, 10);
    console.table({ "navigation until a row's link is handled": percentiles(loads) });
    hold("list, median ms", median(loads), limits.listMs);
    hold("list, worst ms", rank(loads, 1), limits.listMs);
  },
  async notes(served) {
    const delays = await noteDelays(served, 120);
    console.table({ "a request until its note is in each of two pages": percentiles(delays) });
    hold("note p99, ms", rank(delays, 0.99), limits.noteP99);
  },
  async room(served) {
    const { idle, busy, last, problems } = await roomFrames(served, 20);
    const row = ({ late, missed, longest }: Frames) => ({
      "intervals over 25 ms": percent(late),
      "frames missed": percent(missed),
      "longest ms": short(longest),
    });
    console.table({ idle: row(idle), "60 lines a second": row(busy) });
    console.log(`the last line is there ${short(last)} ms after it was written; problems on the page: ${problems}`);
    hold("frames of the war room", busy.missed, limits.missed);
    hold("problems in the war room", problems, 0);
  },
  async shifts(served) {
    const shifts = await layoutShifts(served);
    console.table(Object.fromEntries(Object.entries(shifts).map(([path, sum]) => [path, { shift: sum.toFixed(4) }])));
    for (const [path, sum] of Object.entries(shifts)) hold(`shift of ${path}`, sum, limits.shift);
  },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0 || !hasChromium) {
  console.error(
    hasChromium ? `There is no part ${unknown.join(", ")}.` : "This bench needs Chromium: apt install chromium",
  );
  process.exit(2);
}
console.log(machine());
const browser = await launch();
/** How many releases there are. Of shifts there are few: the page of figures reads every history, and takes minutes. */
const countOf = (name: string): number => (name === "shifts" ? 200 : 10_000);
try {
  const wanted = Object.keys(parts).filter((name) => named.length === 0 || named.includes(name));
  for (const [count, names] of Map.groupBy(wanted, countOf)) {
    await using served = await serveMany(browser, count);
    for (const name of names) await parts[name]!(served);
  }
} finally {
  await browser.close();
}
for (const miss of misses) console.log(`missed: ${miss}`);
process.exitCode = misses.length === 0 ? 0 : 1;
