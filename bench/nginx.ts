/**
 * nginx by template and reload: `node bench/nginx.ts [switches] [ramps] [rollbacks]`, 100, 20 and 60 when left out.
 *
 * A real nginx with two workers in front of two instances in Node, under the load of clients that keep their connections
 * and of clients that do not, one after the other. Switches take all traffic from one side to the other; a ramp goes over
 * 1, 5, 25, 50 and 100 %. `lost` is what a client without retries sees: a reset, or no 200. Then rollbacks from 50 %:
 * decided → everything at the baseline and read back. Exits 1 when a client without kept connections lost a request, or
 * when the p99 of the rollbacks is above 1 s.
 */
import { Agent as KeepAlive, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { hasNginx, type NginxWorld, nginxWorld } from "../test/support/nginx.ts";
import { machine } from "./support/machine.ts";
import { rank } from "./support/numbers.ts";

const [switches, ramps, rollbacks] = [100, 20, 60].map((usual, i) => Number(process.argv[2 + i] ?? usual)) as [
  number,
  number,
  number,
];
const limit = 1_000;
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

type Answer = { readonly version: string; readonly lost: string | null };

const ask = (url: string, agent: KeepAlive | false): Promise<Answer> =>
  new Promise((resolve) => {
    const asked = request(url, { agent, signal: soon() }, (answer) => {
      answer.resume();
      answer.once("error", ({ message }) => resolve({ version: "", lost: message }));
      answer.once("end", () => {
        const lost = answer.statusCode === 200 ? null : String(answer.statusCode);
        resolve({ version: String(answer.headers["x-version"]), lost });
      });
    });
    asked.once("error", (error: NodeJS.ErrnoException) => resolve({ version: "", lost: error.code ?? error.message }));
    asked.end();
  });

/** Clients that ask until they are stopped, a millisecond after each answer. */
const clients = (url: string, keep: boolean, count = 16) => {
  const agent = keep ? new KeepAlive({ keepAlive: true, maxSockets: count }) : false;
  const lost: Record<string, number> = {};
  let [over, requests] = [false, 0];
  const client = async (): Promise<void> => {
    for (; !over; await sleep(1)) {
      const answer = await ask(url, agent);
      requests++;
      if (answer.lost !== null) lost[answer.lost] = (lost[answer.lost] ?? 0) + 1;
    }
  };
  const all = Promise.all(Array.from({ length: count }, client));
  return {
    async stop() {
      over = true;
      await all;
      if (agent !== false) agent.destroy();
      return { requests, lost };
    },
  };
};

/** ms until the first of 20 answers in a row, each over a connection of its own, that come from the right side. */
const effect = async (url: string, right: string, begun: number): Promise<number> => {
  let first = 0;
  for (let inRow = 0; inRow < 20; ) {
    const { version } = await ask(url, false);
    inRow = version === right ? inRow + 1 : 0;
    if (inRow === 1) first = performance.now() - begun;
  }
  return first;
};

const figures = (all: readonly number[]) => ({
  "p50 ms": Math.round(rank(all, 0.5)),
  "p99 ms": Math.round(rank(all, 0.99)),
  "max ms": Math.round(Math.max(...all)),
});

type Times = { readonly command: number[]; readonly effect: number[] };

const switchAll = async ({ traffic, routes, url }: NginxWorld): Promise<Times> => {
  const times: Times = { command: [], effect: [] };
  for (let i = 0; i < switches; i++) {
    const weight = i % 2 === 0 ? 100 : 0;
    const begun = performance.now();
    const seen = effect(url, weight === 100 ? "candidate" : "baseline", begun);
    await traffic.set(routes(weight), [1, 1], soon());
    times.command.push(performance.now() - begun);
    times.effect.push(await seen);
  }
  return times;
};

const rampUp = async ({ traffic, routes }: NginxWorld): Promise<number> => {
  const weights = [1, 5, 25, 50, 100];
  for (let i = 0; i < ramps; i++) for (const weight of weights) await traffic.set(routes(weight), [1, 1], soon());
  return ramps * weights.length;
};

/** @returns requests that were lost */
const under = async (w: NginxWorld, keep: boolean): Promise<number> => {
  const who = keep ? "clients that keep their connections" : "clients that do not";
  const rows: Record<string, object> = {};
  let all = 0;
  const during = async <T>(what: string, act: () => Promise<T>, reloadsOf: (made: T) => number): Promise<T> => {
    const load = clients(`${w.url}/kilobyte`, keep);
    const made = await act();
    const { requests, lost } = await load.stop();
    const count = Object.values(lost).reduce((sum, n) => sum + n, 0);
    all += count;
    const reloads = reloadsOf(made);
    rows[what] = { reloads, requests, lost: count, "lost per reload": count / reloads, how: JSON.stringify(lost) };
    return made;
  };
  const times = await during(
    "switches",
    () => switchAll(w),
    () => switches,
  );
  await during(
    "ramps",
    () => rampUp(w),
    (reloads) => reloads,
  );
  console.log(`\nUnder ${who}`);
  console.table(rows);
  console.table({ "command acknowledged": figures(times.command), "command → effect": figures(times.effect) });
  return all;
};

/** @returns ms from the decision until the routes were read back, p99 */
const rollBack = async ({ traffic, routes, url }: NginxWorld): Promise<number> => {
  const load = clients(`${url}/kilobyte`, false);
  const times: number[] = [];
  for (let i = 0; i < rollbacks; i++) {
    await traffic.set(routes(50), [1, 1], soon());
    const decided = performance.now();
    await traffic.set(routes(0), [1, 1], soon());
    const [baseline] = await traffic.read(soon());
    if (baseline?.weight !== 100) throw new Error("it was read back and is not so");
    times.push(performance.now() - decided);
  }
  await load.stop();
  console.log(`\n${rollbacks} rollbacks from 50 %`);
  console.table({ "decided → read back": figures(times) });
  return rank(times, 0.99);
};

if (!hasNginx) {
  console.error("nginx missing: apt-get install nginx-light");
  process.exit(2);
}
console.log(machine());
await using w = await nginxWorld();
await w.traffic.set(w.routes(0), [1, 1], soon());
await under(w, true);
const lost = await under(w, false);
const p99 = await rollBack(w);
process.exitCode = lost === 0 && p99 <= limit ? 0 : 1;
