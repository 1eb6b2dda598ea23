import { admin } from "./admin.mjs";
import { json, text } from "./answer.mjs";
import { addToCart, checkout, showCart } from "./cart-page.mjs";
import { checksum, count } from "./data-page.mjs";
import { broken } from "./faults.mjs";
import { frontPage } from "./front-page.mjs";
import { log } from "./log.mjs";
import { probe } from "./payments.mjs";
import { productPage } from "./product-page.mjs";
import { searchPage } from "./search-page.mjs";
import { running } from "./version.mjs";

/** Path → method → page. A page gets `{ request, url, id, orders, state }` and returns an answer. */
const routes = [
  [/^\/$/, { GET: frontPage }],
  [/^\/product\/([\w-]+)$/, { GET: productPage }],
  [/^\/search$/, { GET: searchPage }],
  [/^\/cart$/, { GET: showCart, POST: addToCart }],
  [/^\/checkout$/, { POST: checkout }],
  [/^\/orders\/count$/, { GET: count }],
  [/^\/data\/checksum$/, { GET: checksum }],
  [/^\/integrations$/, { GET: async () => json(200, { payments: await probe() }) }],
  [/^\/admin$/, { GET: admin }],
  [/^\/version$/, { GET: () => json(200, { version: running.version, build: running.build, code: running.code }) }],
  [/^\/healthz$/, { GET: ({ state }) => health(state) }],
];

const health = ({ stopping }) =>
  stopping || broken("ready") ? text(503, stopping ? "stopping\n" : "not ready\n") : text(200, "ok\n");

const find = (path) => {
  for (const [pattern, methods] of routes) {
    const match = pattern.exec(path);
    if (match !== null) return { methods, id: match[1] };
  }
  return null;
};

const route = async (request, orders, state) => {
  if (!URL.canParse(request.url, "http://shop")) return text(400, "This address cannot be read.\n");
  const url = new URL(request.url, "http://shop");
  const found = find(url.pathname);
  if (found === null) return text(404, "There is no such page.\n");
  const page = found.methods[request.method === "HEAD" ? "GET" : request.method];
  if (page === undefined) return text(405, "Not this method.\n", { allow: Object.keys(found.methods).join(", ") });
  return await page({ request, url, id: found.id, orders, state });
};

/** A marker lets a log search be tested from outside; its form keeps it from forging a line. */
const marker = /^[\w-]{8,64}$/;

export const answerTo = async (request, orders, state) => {
  const { method, url } = request;
  const mark = request.headers["x-marker"];
  if (typeof mark === "string" && marker.test(mark)) log("info", "marker", { marker: mark });
  try {
    return await route(request, orders, state);
  } catch (error) {
    log("error", "failed", { method, url, problem: error instanceof Error ? error.stack : String(error) });
    return text(500, "Something went wrong on our side.\n");
  }
};
