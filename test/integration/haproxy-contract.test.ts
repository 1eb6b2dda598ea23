import { once } from "node:events";
import { request } from "node:http";
import { describe } from "vitest";
import type { Digest } from "../../src/domain/units.ts";
import type { BuildRef } from "../../src/drivers/port.ts";
import { metricsContract } from "../contract/metrics.ts";
import { trafficContract } from "../contract/traffic.ts";
import { type HaproxyWorld, haproxyWorld, hasHaproxy } from "../support/haproxy.ts";
import { send, soon } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";

describe.runIf(hasHaproxy)("a real HAProxy", () => {
  trafficContract("haproxy", async () => {
    await using stack = new AsyncDisposableStack();
    const w = stack.use(await haproxyWorld());
    const second = stack.use(await backend("candidate"));
    const all = stack.move();
    const [baseline, candidate] = [w.baseline, w.candidate].map(({ build, endpoint }) => ({
      build,
      endpoints: [endpoint],
    }));
    return {
      driver: w.traffic,
      url: w.url,
      baseline: baseline!,
      candidate: candidate!,
      second: second.endpoint,
      send: async (count, headers) => byBuild(w, await send(w.url, count, headers)),
      hold: () => upload(`${w.url}/upload`),
      [Symbol.asyncDispose]: () => all.disposeAsync(),
    };
  });

  metricsContract("haproxy", async () => {
    const w = await haproxyWorld();
    const route = ({ digest }: BuildRef): Promise<void> =>
      w.traffic.set(w.routes(digest === w.candidate.build ? 100 : 0), [1, 1], soon());
    const pages = { well: "", "with 500": "fail", "not at all": "die" } as const;
    await w.metrics.read([], soon()); // it counts from its first read on
    return {
      driver: w.metrics,
      baseline: { digest: w.baseline.build, version: "1.0.0" },
      candidate: { digest: w.candidate.build, version: "1.1.0" },
      answer: async (build, count, how) => {
        await route(build);
        await send(`${w.url}/${pages[how]}`, count);
      },
      answerAfter: async (build, ms) => {
        await route(build);
        await send(`${w.url}/slow/${ms}`, 1);
      },
      [Symbol.asyncDispose]: w[Symbol.asyncDispose],
    };
  });
});

const byBuild = (w: HaproxyWorld, seen: Readonly<Record<string, number>>): ReadonlyMap<Digest, number> =>
  new Map(
    Object.entries(seen).map(([version, count]) => {
      if (version !== "baseline" && version !== "candidate") throw new Error(`${count} requests ended as ${version}`);
      return [w[version].build, count];
    }),
  );

/** In flight for as long as its body is not at an end. */
const upload = async (url: string): Promise<{ finish(): Promise<void> }> => {
  const sending = request(url, { method: "POST" });
  const answered = once(sending, "response", { signal: soon() });
  sending.write("begun");
  await once(sending, "socket");
  // HAProxy has it once it has answered a later request of ours.
  await send(url.replace("/upload", "/"), 1);
  return {
    async finish() {
      sending.end();
      const [answer] = await answered;
      answer.resume();
      await once(answer, "end");
    },
  };
};
