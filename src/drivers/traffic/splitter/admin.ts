import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
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
 * The splitter's own interface, JSON over HTTP: `PUT /routes`, `GET /state`, `POST /drain-endpoints` (answers once
 * nothing is in flight to them). Refusals: 409 with the reason, 400 when the request makes no sense.
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

  const reply = async (request: IncomingMessage): Promise<Reply> => {
    switch (`${request.method} ${request.url}`) {
      case "PUT /routes":
        return await set(await json(request));
      case "GET /state":
        return { status: 200, body: { pid: process.pid, ...current, builds: countsOf(sides) } };
      case "POST /drain-endpoints":
        return await drain(sides, () => current.routes, await json(request));
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

const endpointsOf = z.array(z.string());

/** Asked anew after every wait: an endpoint may have been given traffic again meanwhile. */
const drain = async (sides: Sides, routes: () => readonly Route[], body: unknown): Promise<Reply> => {
  const { data: endpoints } = endpointsOf.safeParse(body);
  if (endpoints === undefined) return { status: 400, body: { problem: "endpoints must be a list of host:port" } };
  for (;;) {
    const open = routes().find((route) => isOpen(route) && route.endpoints.some((one) => endpoints.includes(one)));
    if (open !== undefined) return { status: 409, body: { problem: stillRouted(open) } };
    const busy = sides.busyAt(endpoints);
    if (busy === null) return { status: 204 };
    await new Promise<void>((tell) => busy.whenIdle.add(tell));
  }
};

const isOpen = ({ weight, cohort }: Route): boolean => weight > 0 || cohort !== undefined;

const stillRouted = ({ build, weight, cohort }: Route): string =>
  `${build.slice(0, 19)} still gets ${weight > 0 ? `${weight} % of the requests` : `those with the ${cohort?.by} ${cohort?.name}`}`;

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
