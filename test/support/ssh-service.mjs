/**
 * What the test builds run on their hosts, on every address of theirs: `/` answers the version, `/healthz` 200, or 503
 * for ever with NEVER_READY, `/env` the environment, `/pid` its pid there. IGNORE_TERM: it does not stop when asked.
 */
import { createServer } from "node:http";

const { PORT, HEADGATE_VERSION: version = "?", NEVER_READY, IGNORE_TERM } = process.env;
const pages = {
  "/healthz": () => "",
  "/env": () => JSON.stringify(process.env),
  "/pid": () => String(process.pid),
};

const server = createServer(({ url }, response) => {
  response.writeHead(url === "/healthz" && NEVER_READY !== undefined ? 503 : 200, { "x-version": version });
  response.end((pages[url] ?? (() => version))());
});
server.listen(Number(PORT), () => console.log(`listening on ${PORT} as ${version}`));
process.on("SIGTERM", () => {
  if (IGNORE_TERM === undefined) process.exit(0);
  console.log("not stopping");
});
