import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";
import { answerErrors } from "./answer-errors.ts";
import { crowd, limitsOf, type PerMinute } from "./limits.ts";
import type { Pages } from "./load-pages.ts";
import { type Patience, patience as usual } from "./patience.ts";
import { type Ground, register, type Served } from "./register.ts";
import { securityHeaders } from "./security-headers.ts";
import { servePages } from "./serve-pages.ts";

export type ServerOptions = Omit<Ground, "stopping" | "limits" | "patience"> & {
  readonly served: readonly Served[];
  readonly log: FastifyBaseLogger;
  /** Addresses of proxies in front, whose word on who asks is taken. */
  readonly behindProxy: readonly string[];
  readonly perMinute: PerMinute;
  /** Else as long as a slow line needs. */
  readonly patience?: Patience | undefined;
  /** What browsers see at every address that is no route; null where it was not built. Absent: an API alone. */
  readonly pages?: Pages | null | undefined;
  /** Adds to it before its routes. */
  readonly onMade?: (app: FastifyInstance) => void;
};

/** Of a JSON body, in bytes. */
const mostJson = 1_048_576;

/** The server, not listening yet: every route of the list, and nothing else. */
export const createServer = async ({
  served,
  log,
  behindProxy,
  perMinute,
  patience = usual,
  pages,
  onMade,
  ...ground
}: ServerOptions) => {
  const stop = new AbortController();
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    trustProxy: behindProxy.length === 0 ? false : [...behindProxy],
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Until all of it is there; a gigabyte over a slow line is. What stalls is cut off long before.
    requestTimeout: 3_600_000,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: "idle",
  });
  app.decorateRequest("who", null);
  await app.register(cookie);
  await app.register(rateLimit, {
    max: perMinute.all * crowd,
    timeWindow: 60_000,
    cache: 10_000,
    errorResponseBuilder: ({ ip }, { ttl }) =>
      new AppError("TOO_MANY_REQUESTS", { address: ip, seconds: Math.ceil(ttl / 1_000) }),
  });
  takeBytes(app);
  answerErrors(app, stop.signal);
  const headers = securityHeaders(ground.secure);
  // The time of day by which everything here is judged, so that clients can go by it (R209).
  const date = () => new Date(ground.now()).toUTCString();
  app.addHook("onRequest", async (_, reply) => void reply.headers({ ...headers, date: date() }));
  app.addHook("preClose", async () => stop.abort());
  onMade?.(app);
  const limits = limitsOf(app, perMinute);
  for (const one of served) register(app, one, { ...ground, limits, patience, stopping: stop.signal }, mostJson);
  if (pages !== undefined) servePages(app, pages);
  await app.ready();
  return app;
};

/** Raw bytes reach their handler as they come; whoever takes them bounds them. Text in a JSON body is read as JSON alone. */
const takeBytes = (app: FastifyInstance): void => {
  app.removeContentTypeParser("text/plain");
  for (const media of ["application/octet-stream", "application/zip"])
    app.addContentTypeParser(media, (_request, payload, done) => done(null, payload));
};
