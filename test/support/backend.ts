/**
 * A tiny real service for tests: `node backend.ts`, configured by its environment (PORT, HEADGATE_VERSION,
 * READY_AFTER = how many times `/healthz` says 503 first, IGNORE_TERM = will not stop when asked).
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const { PORT = "0", HEADGATE_VERSION: version = "?", READY_AFTER = "0", IGNORE_TERM } = process.env;
const kilobyte = Buffer.alloc(1_000, "x");
let unready = Number(READY_AFTER);
let aborted = 0;

const pages: Record<string, (request: IncomingMessage, response: ServerResponse, arg: string) => unknown> = {
  "": (_, response) => response.setHeader("x-version", version).end(version),
  healthz: (_, response) => response.writeHead(unready-- > 0 ? 503 : 200).end(),
  slow: async (_, response, ms) => {
    response.once("close", () => {
      if (!response.writableFinished) aborted++;
    });
    await sleep(Number(ms));
    response.setHeader("x-version", version).end(version);
  },
  fail: (_, response) => response.writeHead(500).end("failed"),
  /** Ends the connection without an answer. */
  die: (request) => request.socket.destroy(),
  /** Begins an answer and ends the connection in the middle of it. */
  half: (request, response, how) => {
    response.writeHead(200, how === "chunked" ? {} : { "content-length": 100 }).write("half");
    setImmediate(() => request.socket.destroy());
  },
  aborted: (_, response) => response.end(String(aborted)),
  kilobyte: (_, response) =>
    response.setHeader("x-version", version).setHeader("content-length", kilobyte.length).end(kilobyte),
  env: (_, response) => response.end(JSON.stringify(process.env)),
  /** What arrived: its length, its digest, its headers. */
  upload: async (request, response) => {
    const hash = createHash("sha256");
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      length += chunk.length;
    }
    response.end(JSON.stringify({ length, sha256: hash.digest("hex"), headers: request.headers }));
  },
  /** So many bytes, as fast as they are taken. */
  download: async (_, response, bytes) => {
    for (let left = Number(bytes); left > 0; left -= 65_536)
      if (!response.write(Buffer.alloc(Math.min(left, 65_536)))) await new Promise((on) => response.once("drain", on));
    response.end();
  },
  /** Answers at once, whatever is still being sent. */
  early: (_, response, how) => response.writeHead(413, how === "close" ? { connection: "close" } : {}).end("too large"),
  pid: (_, response) => response.end(String(process.pid)),
};

const server = createServer((request, response) => {
  const [, page = "", arg = ""] = request.url!.split("/");
  const answer = pages[page];
  if (answer === undefined) response.writeHead(404).end();
  else answer(request, response, arg);
});

// Echoes what it is sent, so that a passed-through connection can be told from a dead one.
server.on("upgrade", (request, socket, head) => {
  if (request.headers.upgrade !== "echo") {
    socket.end("HTTP/1.1 426 Upgrade Required\r\ncontent-length: 4\r\n\r\nnope");
    return;
  }
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\nx-version: ${version}\r\n\r\n`,
  );
  socket.on("error", () => socket.destroy());
  socket.write(head);
  socket.pipe(socket);
});

server.listen(Number(PORT), "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" ? address?.port : address} as ${version}`);
});
process.on("SIGTERM", () => {
  if (IGNORE_TERM === undefined) process.exit(0);
  console.log("not stopping");
});
