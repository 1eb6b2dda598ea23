import type { FastifyBaseLogger } from "fastify";
import type { Route } from "../api/route.ts";
import type { Instant } from "../domain/units.ts";
import { remindOfTokens } from "./access/remind-of-tokens.ts";
import { tellAccounts } from "./access/tell-accounts.ts";
import { allRoutes } from "./all-routes.ts";
import { createServer } from "./create-server.ts";
import { feedHub } from "./feed-hub.ts";
import type { House } from "./house.ts";
import { type PerMinute, perMinute as usual } from "./limits.ts";
import type { Pages } from "./load-pages.ts";
import { ownMetrics } from "./own-metrics.ts";
import type { Patience } from "./patience.ts";
import type { Ground } from "./register.ts";

export type RunOptions = {
  readonly listen: { readonly host: string; readonly port: number };
  /** Where browsers and clients reach it. */
  readonly url: string;
  readonly behindProxy: readonly string[];
  readonly log: FastifyBaseLogger;
  readonly now: () => Instant;
  readonly digestOf: Ground["digestOf"];
  /** Else as many as a team at one address needs. */
  readonly perMinute?: PerMinute;
  readonly patience?: Patience | undefined;
  readonly pages?: Pages | null;
};

/** For requests under way when it is stopped, in ms. */
const grace = 5_000;

export type RunningServer = {
  /** As it listens: with the port that it got. */
  readonly address: string;
  /** Everything that it answers. */
  readonly routes: readonly Route[];
  /** Takes no more requests, ends event streams, and waits some seconds for what is under way. */
  stop(): Promise<void>;
};

/** Listens, until it is stopped. */
export const runServer = async (house: House, options: RunOptions): Promise<RunningServer> => {
  const { listen, url, behindProxy, log, now, digestOf, perMinute = usual, patience, pages } = options;
  const stopping = new AbortController();
  const hub = feedHub(house.feed, stopping.signal);
  const metrics = ownMetrics(hub);
  const served = allRoutes(house, { hub, metrics, url });
  const app = await createServer({
    served,
    gate: house.gate,
    vault: house.vault,
    ...{ now, digestOf, log, behindProxy, perMinute, patience, pages },
    secure: url.startsWith("https:"),
    onMade: metrics.count,
  });
  const address = await app.listen(listen);
  const { feed, vault, send } = house;
  const onProblem = (error: unknown): void => log.warn({ err: error }, "somebody could not be told of their account");
  const post = { vault, now, people: house.access.people, send, onProblem };
  const telling = Promise.all([
    tellAccounts({ ...post, feed }, stopping.signal),
    remindOfTokens(post, stopping.signal),
  ]).catch((error: unknown) => log.error({ err: error }, "nobody is told of their accounts any more"));
  return {
    address,
    routes: served.map(({ route }) => route),
    async stop() {
      stopping.abort();
      // An upload may stall for longer than whoever stops the server waits before they kill it.
      const late = setTimeout(() => app.server.closeAllConnections(), grace);
      await app.close().finally(() => clearTimeout(late));
      await telling;
    },
  };
};
