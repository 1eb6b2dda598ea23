import { join } from "node:path";
import { expect, test } from "vitest";
import { type ServedHome, serveHome } from "../support/serve.ts";
import { tamper } from "../support/tamper.ts";

const commands = "/api/v1/releases/shop-1.0.0/commands";

const junit = (at: string): Uint8Array =>
  new TextEncoder().encode(
    `<testsuite name="shop" tests="1" failures="0" timestamp="${at}"><testcase name="adds"/></testsuite>`,
  );

const handIn = ({ ask }: ServedHome, at: string) =>
  ask("dee", "POST", "/api/v1/releases/shop-1.0.0/requirements/entry.functional/evidence?file=junit.xml", junit(at));

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

  expect(future).toMatchObject({ status: 200, body: { state: "refused", reason: expect.stringContaining("is still to come") } });
  expect(past).toMatchObject({ status: 200, body: { state: "recorded", file: "junit.xml" } });
  const { entries } = (await served.ask("max", "GET", "/api/v1/journal/entries?stream=release/shop-1.0.0")).body as {
    entries: { type: string; at: number; data: { command?: string; code?: string } }[];
  };
  expect(entries.find(({ type }) => type === "CommandRefused")?.data).toMatchObject({ code: "FROM_THE_FUTURE" });
  // Moments leave in UTC, whatever the zone of the machine.
  const { body } = await served.ask("max", "GET", "/api/v1/releases/shop-1.0.0");
  expect((body as { openedAt: string }).openedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});
