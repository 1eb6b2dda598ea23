// A small service: 1 kB to everything. With FAULT naming a file that is there, all but its probes fail. At its end it
// writes down when its users asked, so that nobody has to trust the router's counts.
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const { PORT, FAULT, ASKED, HEADGATE_VERSION: version } = process.env;
const page = "x".repeat(1_000);
const asked = [];

const server = createServer((request, response) => {
  request.resume();
  if (request.url === "/healthz") return response.end(version);
  asked.push(Date.now());
  response.writeHead(existsSync(`${FAULT}-${version}`) ? 500 : 200, { "x-shop-version": version }).end(page);
}).listen(Number(PORT), "127.0.0.1");

process.on("SIGTERM", () => {
  writeFileSync(`${ASKED}-${version}-${process.pid}.json`, JSON.stringify(asked));
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
