import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import type { Page, Pages } from "./load-pages.ts";

/** What stands in a file's name changes with its bytes, so that a browser may keep it for good. */
const forGood = "public, max-age=31536000, immutable";

const notBuilt =
  "This server has no pages: they were not built. `npm run build` builds them; the API is at /api/v1, its document at /api/v1/openapi.json.\n";

/** The web application at every address that is no route: which page it shows is the browser's business. */
export const servePages = (app: FastifyInstance, pages: Pages | null): void => {
  app.get("/*", { config: { rateLimit: false } }, async (request, reply) => {
    const path = new URL(request.url, "http://headgate").pathname;
    if (path.startsWith("/api/")) throw new AppError("ROUTE_UNKNOWN", { method: request.method, path });
    if (pages === null) return reply.status(503).type("text/plain; charset=utf-8").send(notBuilt);
    const file = pages.get(path.slice(1));
    if (file !== undefined) return send(request, reply, file, path.startsWith("/assets/") ? forGood : "no-cache");
    const index = pages.get("index.html");
    if (path.startsWith("/assets/") || index === undefined)
      throw new AppError("ROUTE_UNKNOWN", { method: request.method, path });
    return send(request, reply, index, "no-cache");
  });
};

const send = (request: FastifyRequest, reply: FastifyReply, page: Page, keep: string) => {
  reply.headers({ "cache-control": keep, etag: page.etag, vary: "accept-encoding" });
  if (request.headers["if-none-match"] === page.etag) return reply.status(304).send();
  const taken = request.headers["accept-encoding"] ?? "";
  const encoding = (["br", "gzip"] as const).find((one) => page[one] !== undefined && taken.includes(one));
  if (encoding !== undefined) reply.header("content-encoding", encoding);
  return reply.type(page.type).send(encoding === undefined ? page.bytes : page[encoding]);
};
