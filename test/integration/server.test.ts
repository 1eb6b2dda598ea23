import { expect, test } from "vitest";
import type { Vault } from "../../src/journal/port.ts";
import { serveHome } from "../support/serve.ts";

test("opens a release, tells how it stands, and gives commands on it", async () => {
  await using served = await serveHome();

  const opened = await served.open("1.0.0");
  expect(opened).toMatchObject({
    status: 200,
    body: { ok: true, id: "shop-1.0.0", events: [{ type: "ReleaseOpened" }] },
  });
  const list = await served.ask("max", "GET", "/api/v1/releases");
  expect(list.body).toMatchObject({ releases: [{ id: "shop-1.0.0", phase: "open" }], next: null });
  const noted = await served.ask("bo", "POST", "/api/v1/releases/shop-1.0.0/commands/take-note", {
    kind: "note",
    text: "all quiet",
    about: "",
  });
  expect(noted).toMatchObject({ status: 200, body: { ok: true, events: [{ type: "NoteTaken" }] } });
  const { body } = await served.ask("max", "GET", "/api/v1/journal/entries?stream=release/shop-1.0.0");
  const { entries } = body as { entries: { type: string; actor: unknown; data: unknown }[] };
  expect(entries.at(-1)).toMatchObject({
    type: "NoteTaken",
    actor: { kind: "human", id: "bo" },
    data: { via: { token: "t-bo" } },
  });
});

test("T42: what is opened again keeps what it has", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  await served.ask("bo", "POST", "/api/v1/releases/shop-1.0.0/commands/take-note", {
    kind: "note",
    text: "kept",
    about: "",
  });

  const again = await served.open("1.0.0");

  expect(again).toMatchObject({ status: 200, body: { events: [], note: expect.stringContaining("open already") } });
  expect((await served.engine.load("shop-1.0.0")).release.notes).toHaveLength(1);
});

test("every problem of a request is told at once, as RFC 9457 asks", async () => {
  await using served = await serveHome();

  const { status, body, headers } = await served.ask("ada", "POST", "/api/v1/releases?strange=1", {
    version: 7,
    extra: true,
  });

  expect(status).toBe(400);
  expect(headers.get("content-type")).toContain("application/problem+json");
  expect(body).toMatchObject({ type: "urn:headgate:problem:INPUT_INVALID", code: "INPUT_INVALID", status: 400 });
  const { detail } = body as { detail: string };
  for (const word of ["strange", "body.version", "body.build", "body.commit", "body.authors", "extra"])
    expect(detail).toContain(word);
});

test("a request under a key is done once", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const note = { kind: "note", text: "once", about: "" };
  const path = "/api/v1/releases/shop-1.0.0/commands/take-note";
  const key = { "idempotency-key": "k1" };

  const [first, ...others] = await Promise.all(
    Array.from({ length: 5 }, () => served.ask("bo", "POST", path, note, key)),
  );
  const later = await served.ask("bo", "POST", path, note, key);
  const other = await served.ask("bo", "POST", path, { ...note, text: "twice" }, key);

  for (const one of [...others, later]) expect(one.body).toEqual(first!.body);
  expect(later.headers.get("idempotency-replayed")).toBe("true");
  expect(other).toMatchObject({ status: 422, body: { code: "KEY_REUSED" } });
  expect((await served.engine.load("shop-1.0.0")).release.notes).toHaveLength(1);
});

test("a command whose answer was never kept, as when the process dies, is found in the history when it is repeated", async () => {
  let dies = true;
  const vaultOver = (vault: Vault): Vault => ({
    ...vault,
    put: (item, ...rest) => {
      const isAnswer = (item.value as { answer?: unknown }).answer !== null;
      return isAnswer && dies ? Promise.reject(new Error("the process died here")) : vault.put(item, ...rest);
    },
  });
  await using served = await serveHome({ vaultOver });
  await served.open("1.0.0");
  const give = (command: string, body: unknown, key: string, as = "bo") =>
    served.ask(as, "POST", `/api/v1/releases/shop-1.0.0/commands/${command}`, body, { "idempotency-key": key });
  const note = { kind: "note", text: "once", about: "" };
  const freeze = { type: "StopLine", service: null, reason: "a flood" };
  const stop = () => served.ask("ada", "POST", "/api/v1/calendar", freeze, { "idempotency-key": "k3" });

  const first = [
    await give("take-note", note, "k1"),
    await give("cancel", { reason: "no" }, "k2", "bot"),
    await stop(),
  ];
  dies = false;
  const again = [
    await give("take-note", note, "k1"),
    await give("cancel", { reason: "no" }, "k2", "bot"),
    await stop(),
  ];
  const once = [await give("take-note", note, "k1"), await give("cancel", { reason: "no" }, "k2", "bot"), await stop()];

  expect(first.map(({ status }) => status)).toEqual([500, 403, 500]);
  expect(again[0]).toMatchObject({ status: 200, body: { events: [{ type: "NoteTaken" }], note: null } });
  expect(again[1]).toMatchObject({ status: 403, body: { code: "AGENT_FORBIDDEN" } });
  expect(again[2]).toMatchObject({ status: 200, body: { events: [{ type: "LineStopped" }] } });
  expect(once.map(({ body }) => (body as { events?: unknown }).events)).toEqual(
    again.map(({ body }) => (body as { events?: unknown }).events),
  );
  const types = (await served.engine.history("shop-1.0.0")).map(({ type }) => type);
  expect(types.filter((type) => type === "NoteTaken")).toHaveLength(1);
  expect(types.filter((type) => type === "CommandRefused")).toHaveLength(1);
  expect(await served.engine.journal.read("calendar")).toHaveLength(1);
});

test("R206: what an agent may never do is refused by the core, and stands in the history", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");

  const refused = await served.ask("bot", "POST", "/api/v1/releases/shop-1.0.0/commands/cancel", { reason: "why not" });

  expect(refused).toMatchObject({ status: 403, body: { code: "AGENT_FORBIDDEN" } });
  expect((await served.engine.history("shop-1.0.0")).at(-1)).toMatchObject({
    type: "CommandRefused",
    actor: { kind: "agent", id: "bot" },
    data: { command: "Cancel", code: "AGENT_FORBIDDEN" },
  });
});

test("who may not is turned away before anything is read, and that is written down", async () => {
  await using served = await serveHome();

  expect(await served.ask("max", "POST", "/api/v1/releases", {})).toMatchObject({
    status: 403,
    body: { code: "NOT_PERMITTED" },
  });
  expect(await served.ask(null, "GET", "/api/v1/releases")).toMatchObject({
    status: 401,
    body: { code: "NOT_SIGNED_IN" },
  });
  expect(served.turned).toEqual([
    { person: "max", route: "openRelease", code: "NOT_PERMITTED" },
    { person: "", route: "listReleases", code: "NOT_SIGNED_IN" },
  ]);
});

test("events come as they are written, and go on where they were cut off", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const listen = async (headers: Record<string, string>) =>
    (await fetch(`${served.url}/api/v1/events`, { headers: { authorization: "Bearer max", ...headers } }))
      .body!.pipeThrough(new TextDecoderStream())
      .getReader();
  const read = async (reader: ReadableStreamDefaultReader<string>, wanted: string) => {
    let text = "";
    while (!text.includes(wanted)) text += (await reader.read()).value ?? "";
    return text;
  };
  const note = (text: string) =>
    served.ask("bo", "POST", "/api/v1/releases/shop-1.0.0/commands/take-note", { kind: "note", text, about: "" });

  const first = await listen({});
  await read(first, "retry");
  await note("one");
  const id = /id: (\S+)/.exec(await read(first, '"text":"one"'))![1]!;
  await first.cancel();
  await note("two");
  const second = await listen({ "last-event-id": id });
  const text = await read(second, '"text":"two"');
  await second.cancel();

  expect(text).not.toContain('"text":"one"');
});
