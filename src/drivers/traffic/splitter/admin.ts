import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Digest } from "../../../domain/units.ts";
import type { Counts, Fence, Route } from "../../port.ts";
import type { Counter } from "./counters.ts";
import { isOlder, parseRouting, type Routing } from "./routes.ts";
import type { Sides } from "./sides.ts";

/** Answer of `GET /state`. */
export type SplitterState = {
  readonly pid: number;
  readonly fence: Fence;
  readonly routes: readonly Route[];
  readonly builds: Readonly<Record<Digest, SplitterCounts>>;
};

/** `requests` holds all of them; `errors` and `refused` are two different parts of it. */
export type SplitterCounts = Counts & { readonly refused: number; readonly inFlight: number };

type Reply = { readonly status: number; readonly body?: unknown };

/**
 * The splitter's own interface, JSON over HTTP: `PUT /routes`, `GET /state`, `POST /drain` (answers once the build has
 * nothing in flight). Refusals: 409 with the reason, 400 when the request makes no sense.
 *
 * @param save makes a routing durable; it takes effect, and is acknowledged, only after that
 */
export const adminServer = (sides: Sides, first: Routing, save: (routing: Routing) => Promise<void>): Server => {
  let current = first;
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, so that fences are compared with what is in force. */
  const set = (body: unknown): Promise<Reply> => {
    const next = last.then(async (): Promise<Reply> => {
      const wanted = parseRouting(body);
      if (typeof wanted === "string") return { status: 400, body: { problem: wanted } };
      if (isOlder(wanted.fence, current.fence)) return { status: 409, body: { fenced: current.fence } };
      await save(wanted);
      sides.apply(wanted.routes);
      current = wanted;
      return { status: 204 };
    });
    last = next.catch(() => {});
    return next;
  };
  const weightOf = (build: string): number => current.routes.find((route) => route.build === build)?.weight ?? 0;

  const reply = async (request: IncomingMessage): Promise<Reply> => {
    switch (`${request.method} ${request.url}`) {
      case "PUT /routes":
        return await set(await json(request));
      case "GET /state":
        return { status: 200, body: { pid: process.pid, ...current, builds: countsOf(sides) } };
      case "POST /drain":
        return await drain(sides, weightOf, (await json(request)) as Digest);
      default:
        return { status: 404 };
    }
  };
  return createServer((request, response) => {
    reply(request)
      .catch((error: Error): Reply => ({ status: 500, body: { problem: error.message } }))
      .then(({ status, body }) => response.writeHead(status).end(body === undefined ? "" : JSON.stringify(body)));
  });
};

const drain = async (sides: Sides, weightOf: (build: string) => number, build: Digest): Promise<Reply> => {
  const counter = sides.counters.all().get(build);
  const refusal = (): Reply | null =>
    weightOf(build) === 0
      ? null
      : { status: 409, body: { problem: `its weight is ${weightOf(build)} %, and must be 0 before it can drain` } };
  if (refusal() === null && counter !== undefined && counter.inFlight > 0)
    await new Promise<void>((tell) => counter.whenIdle.add(tell));
  return refusal() ?? { status: 204 }; // it may have been given traffic again meanwhile
};

const countsOf = (sides: Sides): Record<string, SplitterCounts> =>
  Object.fromEntries([...sides.counters.all()].map(([build, counter]) => [build, snapshot(counter)]));

const snapshot = ({ requests, errors, refused, inFlight, latency }: Counter): SplitterCounts => ({
  requests,
  errors,
  refused,
  inFlight,
  latency: [...latency.entries()].filter(([, count]) => count > 0),
});

const json = async (request: IncomingMessage): Promise<unknown> => {
  const text = (await request.setEncoding("utf8").toArray()).join("");
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
