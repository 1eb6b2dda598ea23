import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { smokeTest } from "../../src/conductor/smoke-test.ts";
import type { HttpCheck } from "../../src/config/config.ts";
import { millis } from "../../src/domain/units.ts";
import { folder } from "../support/folder.ts";
import { smokeDeps } from "../support/smoke-deps.ts";

type Asked = { readonly method: string; readonly url: string; readonly mark: string; readonly body: string };

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const part of request) text += part;
  return text;
};

/** A shop that keeps orders under the mark of whoever made them, and forgets them when asked. */
const shop = async (faults: { readonly order?: number; readonly forget?: number } = {}) => {
  const asked: Asked[] = [];
  const orders = new Map<string, number>();
  const server = createServer(async (request, answer) => {
    const { method = "", url = "", headers } = request;
    const mark = String(headers["x-headgate-test"] ?? "");
    asked.push({ method, url, mark, body: await textOf(request) });
    if (method === "POST") orders.set(mark, (orders.get(mark) ?? 0) + 1);
    if (method === "DELETE" && faults.forget === undefined) orders.delete(mark);
    answer.statusCode = (method === "POST" ? faults.order : faults.forget) ?? 200;
    answer.end("ok");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, orders, [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())) };
};

const order: HttpCheck = {
  ...{ name: "order", get: "/orders", status: 200, contains: null, within: millis(2_000) },
  ...{ method: "POST", body: '{"item":1}', cleanup: { method: "DELETE", path: "/test-orders" } },
};
const look = async (url: string, check: HttpCheck = order) => {
  await using home = await folder();
  return await smokeTest(
    smokeDeps(home.path),
    url,
    check,
    "shop-1.1.0/production-deploy-1",
    new AbortController().signal,
  );
};

test("R78: what a smoke test writes carries its mark, and is removed afterwards", async () => {
  await using there = await shop();
  expect((await look(there.url)).problem).toBeNull();
  expect(there.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /orders", "DELETE /test-orders"]);
  expect(new Set(there.asked.map(({ mark }) => mark))).toEqual(new Set(["shop-1.1.0/production-deploy-1"]));
  expect(there.asked[0]?.body).toBe('{"item":1}');
  expect(there.orders.size).toBe(0);
});

test("R78: it is removed when the test failed as well", async () => {
  await using there = await shop({ order: 500 });
  expect((await look(there.url)).problem).toBe("order: answered 500 instead of 200");
  expect(there.orders.size).toBe(0);
});

test("R78: test data that stay fail the smoke test, whatever it saw itself", async () => {
  await using there = await shop({ forget: 503 });
  expect((await look(there.url)).problem).toMatch(/^order: its test data stay: DELETE .* answered 503$/);
});

test("R78: a command removes them too; its failure is one", async () => {
  await using there = await shop();
  const by = (exit: number) => ({ ...order, cleanup: { command: [process.execPath, "-e", `process.exit(${exit})`] } });
  expect((await look(there.url, by(0))).problem).toBeNull();
  expect((await look(there.url, by(3))).problem).toMatch(/^order: its test data stay: .* ended with 3/);
});
