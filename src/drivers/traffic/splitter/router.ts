import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, headersOf } from "./answers.ts";
import { forward, type Surroundings } from "./forward.ts";
import type { Sides } from "./sides.ts";
import { turnAway, upgrade } from "./upgrade.ts";

export type Router = {
  readonly server: Server;
  /** Take no new connection, finish what is in flight, at most for `within` ms. */
  close(within: number): Promise<void>;
};

/** Longer than the idle time of usual clients and balancers, so that it is they who close first and meet no race. */
const keepAliveTimeout = 75_000;

const closed = answers.maintenance;

/** @param clock monotonic, in ms */
export const router = (sides: Sides, clock: () => number): Router => {
  const around: Surroundings = { clock, closing: false };
  // An upload may take as long as it likes; its head may not (headersTimeout, 60 s).
  const server = createServer(
    { keepAliveTimeout, requestTimeout: 0, optimizeEmptyRequests: true },
    (request, response) => {
      const side = sides.next(request.rawHeaders);
      if (side !== null) forward(request, response, side, around);
      else response.writeHead(closed.status, closed.text, headersOf(closed)).end(closed.page);
    },
  );
  server.on("upgrade", (request, socket, head) => {
    const side = sides.next(request.rawHeaders);
    if (side === null) turnAway(socket, closed);
    else upgrade(request, socket, head, side, clock);
  });
  return {
    server,
    close: async (within) => {
      // node leaves connections that are busy now open for keepAliveTimeout, unless their answer says close.
      around.closing = true;
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(within, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
};
