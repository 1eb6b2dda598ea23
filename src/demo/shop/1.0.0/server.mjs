import { createServer } from "node:http";
import { stamp } from "./answer.mjs";
import { log } from "./log.mjs";
import { openOrders } from "./orders.mjs";
import { answerTo } from "./routes.mjs";

/** Longest time that what is in flight gets after SIGTERM, in ms; a supervisor usually kills after 5 to 10 s. */
const patience = 4_500;

const state = { stopping: false };
const orders = await openOrders(process.env.SHOP_DATA ?? "data");

const server = createServer(async (request, response) => {
  const answer = stamp(await answerTo(request, orders, state));
  // A kept connection of a stopping server would be cut under the router's next request.
  if (state.stopping) response.shouldKeepAlive = false;
  response.writeHead(answer.status, answer.headers).end(request.method === "HEAD" ? undefined : answer.body);
});

// Longer than routers keep idle connections (undici 4 s, HAProxy often 60 s), so that they close first.
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () =>
  log("info", "listening", { port: server.address().port }),
);

const stop = () => {
  if (state.stopping) return;
  state.stopping = true;
  log("info", "stopping", {});
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), patience);
  server.close(() => {
    clearInterval(idle);
    clearTimeout(limit);
    process.exit(0);
  });
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
