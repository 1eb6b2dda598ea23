import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packZip } from "../../src/drivers/packages/pack-zip.ts";
import { mostUploads } from "../../src/server/places.ts";
import { folder } from "../support/folder.ts";
import { serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

const send = async (url: string, path: string, media: string, length: number): Promise<Socket> => {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = [`POST ${path} HTTP/1.1`, "host: localhost", "authorization: Bearer ada", `content-type: ${media}`];
  socket.write([...head, `content-length: ${length}`, "", ""].join("\r\n"));
  return socket.on("error", () => undefined);
};

test("whoever sends a body by drops, or nothing any more, is hung up on; that is no fault of the server's", async () => {
  const lines: string[] = [];
  const logTo = { write: (line: string) => void lines.push(line) };
  await using served = await serveHome({ patience: { whole: 300, pause: 300 }, logTo });
  const dropping = await send(served.url, "/api/v1/releases", "application/json", 100_000);
  const drops = setInterval(() => dropping.write(" "), 20);
  const stalled = await send(served.url, "/api/v1/builds", "application/zip", 100_000);

  await Promise.all([dropping, stalled].map((socket) => (socket.closed ? null : once(socket, "close"))));

  clearInterval(drops);
  await until("both are logged", () => lines.filter((line) => line.includes("too slowly")).length === 2);
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
});

test("an upload over a slow line takes as long as it needs", async () => {
  await using served = await serveHome({ patience: { whole: 300, pause: 300 } });
  await using dir = await folder();
  await mkdir(join(dir.path, "build"));
  await writeFile(join(dir.path, "build", "server.mjs"), "// of a slow line\n");
  await packZip(join(dir.path, "build"), join(dir.path, "build.zip"));
  const zip = await readFile(join(dir.path, "build.zip"));
  const socket = await send(served.url, "/api/v1/builds", "application/zip", zip.length);
  const step = Math.ceil(zip.length / 10);
  let [at, answer] = [0, ""];
  socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
  const began = performance.now();
  const pieces = setInterval(() => {
    if (at < zip.length) socket.write(zip.subarray(at, at + step));
    at += step;
  }, 80);

  await until("it is answered", () => answer.includes("\r\n\r\n"));

  clearInterval(pieces);
  socket.destroy();
  expect(performance.now() - began).toBeGreaterThan(600);
  expect(answer).toContain("200 OK");
});

test("one person has so many uploads under way and no more, and a place is free again when one ends", async () => {
  await using served = await serveHome();
  const under = await Promise.all(
    Array.from({ length: mostUploads.person }, () => send(served.url, "/api/v1/builds", "application/zip", 100_000)),
  );
  for (const socket of under) socket.write("PK");
  const upload = async (as: string) =>
    (await served.ask(as, "POST", "/api/v1/builds", Buffer.from("no zip"), { "content-type": "application/zip" }))
      .status;

  await until("the next one is too many", async () => (await upload("ada")) === 429);
  expect(await upload("bo")).toBe(422);

  for (const socket of under) socket.destroy();
  await until("there is a place again", async () => (await upload("ada")) === 422);
});
