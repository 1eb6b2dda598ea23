import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { loadProject } from "../../src/cli/project.ts";
import { folder } from "../support/folder.ts";
import { manyReleases } from "../support/many-releases.ts";
import { serveHome } from "../support/serve.ts";
import { teamYaml } from "../support/team-yaml.ts";
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

const asking = async (url: string, path: string): Promise<Socket> => {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).on("error", () => undefined);
  await once(socket, "connect");
  socket.write([`GET ${path} HTTP/1.1`, "host: localhost", "authorization: Bearer ada", "", ""].join("\r\n"));
  return socket;
};

test("nobody looks on for whoever hung up, or when the server stops, and neither is a fault of the server's", async () => {
  await using home = await folder();
  await writeFile(join(home.path, "headgate.yaml"), teamYaml);
  const { process: rules, config } = await loadProject(home.path);
  await manyReleases(join(home.path, ".headgate"), 400, { open: 400, process: rules, config });
  const lines: string[] = [];
  const logTo = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  await using served = await serveHome({ over: home.path, logTo });
  const socket = await asking(served.url, "/api/v1/mine");
  await until("it is taken up", () => lines.some((line) => line.includes("/api/v1/mine")));
  socket.destroy();
  await until("it is given up", () => lines.some((line) => line.includes("whoever asked hung up")));

  const late = fetch(`${served.url}/api/v1/mine`, { headers: { authorization: "Bearer max" } });
  await until("the second is taken up", () => lines.filter((line) => line.includes("/api/v1/mine")).length > 1);
  await Promise.all([served.stop(), late.then(async (answer) => expect([200, 503]).toContain(answer.status))]);
  expect(lines.filter((line) => line.includes("unexpected"))).toEqual([]);
});
