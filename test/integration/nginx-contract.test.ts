import { once } from "node:events";
import { request } from "node:http";
import { describe } from "vitest";
import type { Digest } from "../../src/domain/units.ts";
import { trafficContract } from "../contract/traffic.ts";
import { hasNginx, type NginxWorld, nginxWorld } from "../support/nginx.ts";
import { send, soon } from "../support/split.ts";
import { backend } from "../support/start-backend.ts";

describe.runIf(hasNginx)("a real nginx", () =>
  trafficContract(
    "nginx",
    async () => {
      await using stack = new AsyncDisposableStack();
      const w = stack.use(await nginxWorld());
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
    },
    { gapless: "a reload closes the connections that clients keep open; without kept connections none is lost" },
  ),
);

const byBuild = (w: NginxWorld, seen: Readonly<Record<string, number>>): ReadonlyMap<Digest, number> =>
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
  // nginx has it once it has answered a later request of ours.
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
