import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

/** Sends the beginning of an upload, and then nothing. */
const stalled = async (url: string) => {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = ["POST /api/v1/builds HTTP/1.1", "host: localhost", "authorization: Bearer ada"];
  socket.write([...head, "content-type: application/zip", "content-length: 100000", "", "PK"].join("\r\n"));
  return socket;
};

test("a stop waits some seconds for an upload that stalls, and no longer; event streams end at once", async () => {
  await using served = await serveHome();
  const socket = await stalled(served.url);
  let isClosed = false;
  socket.on("error", () => undefined).on("close", () => (isClosed = true));
  const events = await fetch(`${served.url}/api/v1/events`, { headers: { authorization: "Bearer max" } });
  const text = events.text();

  const began = performance.now();
  const stopped = served.stop();
  expect(await text).toContain("retry");
  await stopped;

  expect(performance.now() - began).toBeLessThan(15_000);
  await until("the upload is cut off", () => isClosed);
});
