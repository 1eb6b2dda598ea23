import { createServer } from "node:http";

/**
 * A payment service for the sample shop: `POST /charge` answers 201 to whoever has the key, else 401. Started with PORT
 * (0 = any free one) and PAYMENTS_KEY; prints where it listens as its first line of JSON.
 */
const key = process.env.PAYMENTS_KEY ?? "demo";

const statusFor = ({ method, url, headers }) => {
  if (url === "/healthz") return 200;
  if (url !== "/charge" || method !== "POST") return 404;
  return headers.authorization === `Bearer ${key}` ? 201 : 401;
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
