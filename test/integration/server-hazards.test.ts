import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../support/folder.ts";
import { manyReleases } from "../support/many-releases.ts";
import { type ServedHome, serveHome } from "../support/serve.ts";
import { tamper } from "../support/tamper.ts";
import { teamYaml } from "../support/team-yaml.ts";

const commands = "/api/v1/releases/shop-1.0.0/commands";

const junit = (at: string): Uint8Array =>
  new TextEncoder().encode(
    `<testsuite name="shop" tests="1" failures="0" timestamp="${at}"><testcase name="adds"/></testsuite>`,
  );

const handIn = ({ ask }: ServedHome, at: string) =>
  ask("dee", "POST", "/api/v1/releases/shop-1.0.0/requirements/entry.functional/evidence?file=junit.xml", junit(at));

test("T34: ten thousand releases are paged through, no page takes 200 ms, and memory stays flat", async () => {
  await using home = await folder();
  await writeFile(join(home.path, "headgate.yaml"), teamYaml);
  await manyReleases(join(home.path, ".headgate"), 10_000, { open: 20 });
  await using served = await serveHome({ over: home.path });
  const list = (query: string) => served.ask("max", "GET", `/api/v1/releases?${query}`);
  // The first one of all reads every history; a server does that when it starts.
  await list("limit=1");
  const before = process.memoryUsage().heapUsed;
  const [seen, times] = [new Set<string>(), [] as number[]];

  for (let cursor: string | null = ""; cursor !== null; ) {
    const began = performance.now();
    const { body } = await list(`limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`);
    times.push(performance.now() - began);
    const { releases, next } = body as { releases: { id: string }[]; next: string | null };
    for (const { id } of releases) seen.add(id);
    cursor = next;
  }

  expect(seen.size).toBe(10_000);
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]).toBeLessThan(200);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 2 ** 20);
}, 120_000);

test("T38: whoever is told that a release is cancelled sees nothing done to it afterwards, however many act at once", async () => {
  await using one = await serveHome();
  await using two = await serveHome({ over: one.home });
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await one.open(version);
  for (const id of ["shop-1.0.0", "shop-1.1.0", "shop-1.2.0"]) {
    const give = (served: ServedHome, command: string, body: unknown) =>
      served.ask("ada", "POST", `/api/v1/releases/${id}/commands/${command}`, body);
    const note = (n: number) => ({ kind: "note", text: `note ${n}`, about: "" });
    const notes = Array.from({ length: 12 }, (_, n) => give(n % 2 === 0 ? one : two, "take-note", note(n)));

    const [cancelled, ...noted] = await Promise.all([give(two, "cancel", { reason: "superseded" }), ...notes]);

    expect(cancelled).toMatchObject({ status: 200 });
    const late = await give(one, "request-check", { requirement: "entry.functional" });
    expect(late).toMatchObject({ status: 409, body: { code: "NOT_OPEN" } });
    const types = (await one.engine.history(id)).map(({ type }) => type);
    const end = types.indexOf("ReleaseEnded");
    expect(types.slice(end + 1).filter((type) => type !== "CommandRefused")).toEqual([]);
    // Who was told that it was done finds it there, and who was refused does not.
    const done = noted.filter(({ status }) => status === 200).length;
    expect(types.filter((type) => type === "NoteTaken")).toHaveLength(done);
    expect(noted.every(({ status }) => status === 200 || status === 409)).toBe(true);
  }
});

test("T41: one corrupt history leaves the list answering, and is named in its own line", async () => {
  await using served = await serveHome();
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await served.open(version);
  await served.ask("max", "GET", "/api/v1/releases");
  tamper(join(served.home, ".headgate"), "UPDATE entries SET data = '{' WHERE stream = 'release/shop-1.1.0'");
  await using other = await serveHome({ over: served.home });

  const { status, body } = await other.ask("max", "GET", "/api/v1/releases");

  expect(status).toBe(200);
  const { releases } = body as { releases: { id: string; phase: string; problem: string | null }[] };
  expect(releases.map(({ id, phase }) => `${id} ${phase}`).toSorted()).toEqual([
    "shop-1.0.0 open",
    "shop-1.1.0 unreadable",
    "shop-1.2.0 open",
  ]);
  expect(releases.find(({ id }) => id === "shop-1.1.0")?.problem).toContain("release/shop-1.1.0 version 1");
  expect(await other.ask("max", "GET", "/api/v1/releases/shop-1.1.0")).toMatchObject({
    status: 500,
    body: { code: "JOURNAL_DAMAGED" },
  });
});

test("T46: what cannot be signed yet is not signed by asking for it, nor what somebody else was shown", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const { body } = await served.ask("ada", "GET", "/api/v1/releases/shop-1.0.0/requirements/A1");
  const { signature } = body as { signature: { shown: unknown; digest: string; build: string } };
  const approval = { requirement: "A1", shown: signature.shown, shownDigest: signature.digest, build: signature.build };

  expect(await served.ask("ada", "POST", `${commands}/approve`, approval)).toMatchObject({
    status: 409,
    body: { code: "GATE_CLOSED" },
  });
  const forged = { ...approval, shownDigest: `sha256:${"0".repeat(64)}` };
  expect(await served.ask("ada", "POST", `${commands}/approve`, forged)).toMatchObject({
    status: 409,
    body: { code: "SHOWN_CHANGED" },
  });
  expect(await served.ask("bo", "POST", `${commands}/approve`, approval)).toMatchObject({
    status: 403,
    body: { code: "ROLE_MISSING" },
  });
  const { release } = await served.engine.load("shop-1.0.0");
  expect(release.approvals).toEqual({});
});

test("R209: evidence that says it was made in the future is refused, by the clock of the server", async () => {
  await using served = await serveHome();
  await served.open("1.0.0");
  const now = served.engine.now();

  const future = await handIn(served, new Date(now + 3_600_000).toISOString());
  const past = await handIn(served, new Date(now - 60_000).toISOString());

  expect(future).toMatchObject({
    status: 200,
    body: { state: "refused", reason: expect.stringContaining("is still to come") },
  });
  expect(past).toMatchObject({ status: 200, body: { state: "recorded", file: "junit.xml" } });
  const { entries } = (await served.ask("max", "GET", "/api/v1/journal/entries?stream=release/shop-1.0.0")).body as {
    entries: { type: string; at: number; data: { command?: string; code?: string } }[];
  };
  expect(entries.find(({ type }) => type === "CommandRefused")?.data).toMatchObject({ code: "FROM_THE_FUTURE" });
  // Moments leave in UTC, whatever the zone of the machine.
  const { body } = await served.ask("max", "GET", "/api/v1/releases/shop-1.0.0");
  expect((body as { openedAt: string }).openedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});
