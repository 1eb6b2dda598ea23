/**
 * How fast harm ends once it is decided: `node bench/rollback.ts [rollbacks]`, 60 when left out.
 *
 * Real conductor, journal, splitter and instances; load from a process of its own. Each rollback is a release of its own
 * build: a quarter of the traffic goes to the candidate, a file makes it fail, the analysis finds it out. Times are
 * those of the journal: RollbackStarted (the decision) → TrafficReturned (0 % and read back). The requests after it are
 * those that the candidate itself saw. Ends with code 1 when the p99 is above 1 s, or when a request was lost.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toEvent } from "../src/conductor/entries.ts";
import type { ReleaseEvent } from "../src/domain/release/events.ts";
import { machine } from "./support/machine.ts";
import { median, percentiles, rank } from "./support/numbers.ts";
import { ada, placesIn, type Service, service } from "./support/service.ts";
import { startLoad } from "./support/start-load.ts";

const limit = 1_000;
const rollbacks = Number(process.argv[2] ?? 60);
const requestsPerSecond = 200;
/** s for one rollback, from opening its release to the environment being free again. */
const longest = 30;

type Seen = {
  /** ms from the decision. */
  readonly toZero: number;
  readonly toHealthy: number;
  /** ms from the fault to the decision. */
  readonly toDecision: number;
  /** Of users, at the candidate: after the decision, and after 0 % was read back. */
  readonly afterDecision: number;
  readonly afterZero: number;
};

const rollBackOnce = async (shop: Service, version: string): Promise<Seen> => {
  const { engine, config, process, home } = shop;
  const request = { path: await shop.build(version), version, commit: "bench", authors: [], productionAt: null };
  const { id } = await engine.open({ ...request, config, process, by: ada });
  const handled = await engine.start(id, "deploy", ada, { config });
  if (!handled.ok) throw new Error(handled.refusal.code);
  let faultAt = 0;
  const breakIt = async (): Promise<void> => {
    faultAt = Date.now();
    await writeFile(`${placesIn(home).fault}-${version}`, "");
  };
  const over = new AbortController();
  await engine.conduct(id, {
    signal: AbortSignal.any([over.signal, shop.signal, AbortSignal.timeout(longest * 1_000)]),
    whenIdle: "wait",
    onEntries: (entries) => {
      if (entries.some(({ type }) => type === "WeightConfirmed")) void breakIt();
      if (entries.some(({ type }) => type === "EnvironmentFreed")) over.abort();
    },
  });
  const events = (await engine.history(id)).map((entry) => toEvent<ReleaseEvent>(entry));
  return seenIn(events, faultAt, await askedOf(home, version));
};

const seenIn = (events: readonly ReleaseEvent[], faultAt: number, asked: readonly number[]): Seen => {
  const timeOf = (wanted: (event: ReleaseEvent) => boolean): number => {
    const found = events.find(wanted);
    if (found === undefined) throw new Error(`it was not rolled back: ${events.map(({ type }) => type).join(", ")}`);
    return found.at;
  };
  const decided = timeOf(({ type }) => type === "RollbackStarted");
  const zero = timeOf(({ type }) => type === "TrafficReturned");
  const healthy = timeOf((event) => event.type === "SmokePassed" && event.target === "router");
  return {
    toZero: zero - decided,
    toHealthy: healthy - decided,
    toDecision: decided - faultAt,
    afterDecision: asked.filter((at) => at > decided).length,
    afterZero: asked.filter((at) => at > zero).length,
  };
};

/** When users asked the instances of a version, as those wrote down at their end. */
const askedOf = async (home: string, version: string): Promise<readonly number[]> => {
  const { asked } = placesIn(home);
  const names = (await readdir(home)).filter((name) => join(home, name).startsWith(`${asked}-${version}-`));
  if (names.length === 0) throw new Error(`no instance of ${version} wrote down what it saw`);
  const lists = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(home, name), "utf8"))));
  return lists.flat() as number[];
};

console.log(machine());
await using shop = await service();
const load = startLoad(shop.url, requestsPerSecond, rollbacks * longest);
const seen: Seen[] = [];
try {
  for (let n = 1; n <= rollbacks; n++) seen.push(await rollBackOnce(shop, `1.${n}.0`));
} finally {
  const { requests, failedByHeadgate, appErrors } = await load.stop();
  console.log(
    `${requests} requests, ${requestsPerSecond}/s: ${failedByHeadgate} lost, ${appErrors} answered by the fault`,
  );
  if (failedByHeadgate > 0) process.exitCode = 1;
}
const all = (of: (one: Seen) => number) => seen.map(of);
console.table({
  "fault → decision": percentiles(all(({ toDecision }) => toDecision)),
  "decision → 0 %, read back": percentiles(all(({ toZero }) => toZero)),
  "decision → smoke passed": percentiles(all(({ toHealthy }) => toHealthy)),
});
const counted = (of: readonly number[]): string =>
  `median ${median(of)}, most ${rank(of, 1)}, all ${of.reduce((sum, n) => sum + n, 0)}`;
console.log(`Requests at the candidate after the decision: ${counted(all(({ afterDecision }) => afterDecision))}`);
console.log(`Requests at the candidate after 0 % was read back: ${counted(all(({ afterZero }) => afterZero))}`);
if (
  rank(
    all(({ toZero }) => toZero),
    0.99,
  ) > limit
) {
  console.error(`Too slow: 99 % of the rollbacks shall be at 0 % within ${limit} ms of the decision.`);
  process.exitCode = 1;
}
