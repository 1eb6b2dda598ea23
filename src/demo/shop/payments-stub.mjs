import { createServer } from "node:http";

/**
 * A payment service for the sample shop: `POST /charge` answers 201 to whoever has the key, else 401, and `GET /account`
 * 200, without charging anybody. Started with PORT (0 = any free one) and PAYMENTS_KEY; prints where it listens as its
 * first line of JSON.
 */
const key = process.env.PAYMENTS_KEY ?? "demo";

const goods = { "POST /charge": 201, "GET /account": 200 };

const statusFor = ({ method, url, headers }) => {
  if (url === "/healthz") return 200;
  const good = goods[`${method} ${url}`];
  if (good === undefined) return 404;
  return headers.authorization === `Bearer ${key}` ? good : 401;
};

const server = createServer((request, response) => {
  request.resume();
  const status = statusFor(request);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ ok: status < 400 }));
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () =>
  process.stdout.write(`${JSON.stringify({ event: "listening", port: server.address().port })}\n`),
);
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
