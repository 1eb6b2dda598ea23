/**
 * HAProxy by its runtime API: `node bench/haproxy.ts [switches] [ramps] [rollbacks]`, 100, 100 and 100 when left out.
 *
 * A real HAProxy with the configuration that `headgate data-plane` prints, in front of two instances in Node, under the
 * load of clients that keep their connections, and of a POST one. A switch takes all traffic from one side to the other;
 * a ramp goes over 1, 5, 25, 50 and 100 %. `failed` is what a client without retries sees: a reset, or no 200. `effect` is
 * from the begin of the call to its acknowledgement, after which the next request must already be answered by the new
 * side; one that is not counts as failed. Then rollbacks from 50 %: decided → everything at the baseline and read back.
 * Exits 1 when a request failed, when the p99 of the effect is above 100 ms, or that of the rollbacks above 1 s.
 */
import { Agent, request } from "undici";
import { type HaproxyWorld, haproxyWorld, hasHaproxy } from "../test/support/haproxy.ts";
import { machine } from "./support/machine.ts";

const [switches = 100, ramps = 100, rollbacks = 100] = process.argv.slice(2).map(Number);
const ramp = [1, 5, 25, 50, 100];
const [effectLimit, rollbackLimit] = [100, 1_000];
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

const rank = (times: readonly number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * times.length) - 1)]!;
const figures = (times: readonly number[]) => ({
  n: times.length,
  "p50 ms": rank(times, 0.5).toFixed(1),
  "p99 ms": rank(times, 0.99).toFixed(1),
  "most ms": Math.max(...times).toFixed(1),
});

const answerOf = async (url: string, dispatcher: Agent, method: "GET" | "POST"): Promise<string> => {
  try {
    const { statusCode, headers, body } = await request(url, { dispatcher, method, signal: soon() });
    await body.dump();
    return statusCode === 200 ? String(headers["x-version"]) : String(statusCode);
  } catch (error) {
    return (error as Error).message;
  }
};

const startLoad = (url: string) => {
  const agent = new Agent({ connections: 8 });
  const seen: Record<string, number> = {};
  let over = false;
  const user = async (method: "GET" | "POST"): Promise<void> => {
    while (!over) {
      const answer = await answerOf(url, agent, method);
      seen[answer] = (seen[answer] ?? 0) + 1;
    }
  };
  const users = Promise.all([...Array.from({ length: 6 }, () => user("GET")), user("POST"), user("POST")]);
  return {
    async stop(): Promise<{ readonly requests: number; readonly failed: number; readonly seen: typeof seen }> {
      over = true;
      await users;
      await agent.close();
      const requests = Object.values(seen).reduce((a, b) => a + b, 0);
      return { requests, failed: requests - (seen.baseline ?? 0) - (seen.candidate ?? 0), seen };
    },
  };
};

/** @returns ms until it was acknowledged; and whether the next answers were of the right side, where there is one */
const timed = async (w: HaproxyWorld, weight: number, agent: Agent) => {
  const begun = performance.now();
  await w.traffic.set(w.routes(weight), [1, 1], soon());
  const ms = performance.now() - begun;
  if (weight % 100 !== 0) return { ms, wrong: 0 };
  const answer = await answerOf(w.url, agent, "GET");
  return { ms, wrong: answer === (weight === 100 ? "candidate" : "baseline") ? 0 : 1 };
};

const under = async (w: HaproxyWorld, name: string, weights: readonly number[]): Promise<boolean> => {
  const load = startLoad(w.url);
  const agent = new Agent({ connections: 1 });
  const done = [];
  for (const weight of weights) done.push(await timed(w, weight, agent));
  const { requests, failed, seen } = await load.stop();
  await agent.close();
  const times = done.map(({ ms }) => ms);
  const wrong = done.reduce((sum, one) => sum + one.wrong, 0);
  console.log(`\n${name}: ${requests} requests, ${failed} failed, ${wrong} answers of the wrong side after the call`);
  if (failed > 0) console.log(seen);
  console.table({ effect: figures(times) });
  return failed === 0 && wrong === 0 && rank(times, 0.99) <= effectLimit;
};

const rollBack = async (w: HaproxyWorld): Promise<boolean> => {
  const load = startLoad(w.url);
  const times = [];
  for (let i = 0; i < rollbacks; i++) {
    await w.traffic.set(w.routes(50), [1, 1], soon());
    const decided = performance.now();
    await w.traffic.set(w.routes(0), [1, 1], soon());
    const [, candidate] = await w.traffic.read(soon());
    if (candidate?.weight !== 0) throw new Error(`read back ${candidate?.weight} %`);
    times.push(performance.now() - decided);
  }
  const { failed } = await load.stop();
  console.log(`\n${rollbacks} rollbacks from 50 %: ${failed} failed`);
  console.table({ "decided → read back": figures(times) });
  return failed === 0 && rank(times, 0.99) <= rollbackLimit;
};

if (!hasHaproxy) {
  console.error("haproxy missing: apt-get install haproxy");
  process.exit(2);
}
console.log(machine());
await using w = await haproxyWorld();
await w.traffic.set(w.routes(0), [1, 1], soon());
const turns = Array.from({ length: switches }, (_, i) => (i % 2 === 0 ? 100 : 0));
const kept = [
  await under(w, `${switches} blue-green switches`, turns),
  await under(w, `${ramps} canary ramps`, Array.from({ length: ramps }, () => [0, ...ramp]).flat()),
  await rollBack(w),
];
process.exitCode = kept.every((one) => one) ? 0 : 1;
