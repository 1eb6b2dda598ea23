import { once } from "node:events";
import { request } from "node:http";
import type { Digest } from "../../src/domain/units.ts";
import type { BuildRef } from "../../src/drivers/port.ts";
import { metricsContract } from "../contract/metrics.ts";
import { trafficContract } from "../contract/traffic.ts";
import { type Split, send, soon, split } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";

trafficContract("splitter", async () => {
  await using stack = new AsyncDisposableStack();
  const w = stack.use(await split());
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

metricsContract("splitter", async () => {
  const w = await split();
  const route = ({ digest }: BuildRef): Promise<void> =>
    w.traffic.set(w.routes(digest === w.candidate.build ? 100 : 0), [1, 1], soon());
  const pages = { well: "", "with 500": "fail", "not at all": "die" } as const;
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

const byBuild = (w: Split, seen: Readonly<Record<string, number>>): ReadonlyMap<Digest, number> =>
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
  // The router has it once it has answered a later request of ours.
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
