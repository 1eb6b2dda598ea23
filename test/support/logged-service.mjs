/** A service that writes an access log: `node logged-service.mjs PORT FILE`. It opens the file anew for each line, so that it can be rotated. */
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, file] = process.argv.slice(2);
createServer(({ method, url, headers }, response) => {
  appendFileSync(file, `${new Date().toISOString()} ${method} ${url} ${headers["x-request-id"] ?? "-"}\n`);
  response.end("ok");
}).listen(Number(port), "127.0.0.1");
