/**
 * A service that counts what each of its versions answers, and tells it at `/counts` in the form of the web driver:
 * `node web-counts.ts`. `/<version>`, `/<version>/fail`, `/<version>/die` (no answer), `/<version>/slow/<ms>`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Upper edges in ms. */
const edges = [5, 50, 100, 250, 500, 1_000];
type Counted = { requests: number; errors: number; readonly took: number[] };
const versions = new Map<string, Counted>();

const page = (): object => ({
  at: new Date().toISOString(),
  builds: Object.fromEntries([...versions].map(([version, counted]) => [version, told(counted)])),
});

const told = ({ requests, errors, took }: Counted): object => {
  const upTo = edges.map((edge) => [edge, took.filter((ms) => ms <= edge).length]);
  return {
    requests,
    ...(errors === 0 ? {} : { errors }),
    latency: { unit: "ms", upTo: [...upTo, ["+Inf", took.length]] },
  };
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const [, version = "", how, ms] = request.url!.split("/");
  const counted = versions.get(version) ?? { requests: 0, errors: 0, took: [] };
  versions.set(version, counted);
  const begun = performance.now();
  if (how === "slow") await sleep(Number(ms));
  counted.requests++;
  if (how === "fail" || how === "die") counted.errors++;
  if (how === "die") {
    request.socket.destroy();
    return;
  }
  counted.took.push(performance.now() - begun);
  response.writeHead(how === "fail" ? 500 : 200).end();
};

const server = createServer((request, response) => {
  if (request.url === "/counts") response.end(JSON.stringify(page()));
  else void answer(request, response);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" ? address?.port : address}`);
});
