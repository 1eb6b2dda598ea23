import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { recordAccess, unknownActor } from "../../src/server/access/record-access.ts";
import { keepNewToken } from "../../src/server/access/tokens.ts";
import { serveHome } from "../support/serve.ts";
import { teamYaml } from "../support/team-yaml.ts";
import { until } from "../support/until.ts";

type Told = { readonly to: string; readonly subject: string; readonly body: string };

const letters = async (home: string): Promise<readonly Told[]> =>
  (await readFile(join(home, "post.jsonl"), "utf8").catch(() => ""))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Told);

test("whoever has an account is told of what happened to it, once, and of nothing else", async () => {
  const yaml = `${teamYaml}channels: { post: { file: post.jsonl } }\n`;
  await using one = await serveHome({ yaml });
  // Another replica hears of the same things.
  await using two = await serveHome({ over: one.home });
  const cy = { kind: "human", id: "cy" } as const;

  await recordAccess(one.access, cy, { type: "SignedOut", account: "cy", session: "s1" });
  await recordAccess(two.access, cy, { type: "CredentialSet", account: "cy", kind: "passkey", name: "key ring" });
  await recordAccess(one.access, cy, { type: "CredentialRemoved", account: "bot", kind: "password" });
  await recordAccess(one.access, unknownActor, { type: "CredentialRemoved", account: "cy", kind: "one-time codes" });
  await until("cy was told of both", async () => (await letters(one.home)).length >= 2, 10_000);

  const told = await letters(one.home);
  expect(told.map(({ to, subject }) => [to, subject])).toEqual([
    ["cy@example.test", "Headgate: your account"],
    ["cy@example.test", "Headgate: your account"],
  ]);
  expect(told[0]?.body).toMatch(/^cy set passkey key ring \(\d{4}-.*Z\)\.\n\nIf that was not you/);
  expect(told[1]?.body).toMatch(/^one-time codes of cy removed by server /);
});

test("whose token is about to end is told once, whichever server looks first", async () => {
  const yaml = `${teamYaml}channels: { post: { file: post.jsonl } }\n`;
  const [begun, day] = [Date.UTC(2026, 10, 2), 86_400_000];
  await using first = await serveHome({ yaml, now: () => instant(begun) });
  const until30 = instant(begun + 30 * day);
  await keepNewToken(first.access, { account: "bot", name: "ci", scopes: ["see"], madeBy: "ada", until: until30 });
  const later = { over: first.home, now: () => instant(begun + 25 * day) };
  await using _ = await serveHome(later);
  await using __ = await serveHome(later);
  await until("somebody was told", async () => (await letters(first.home)).length > 0, 10_000);

  const told = await letters(first.home);
  expect(told.map(({ subject }) => subject)).toEqual(["Headgate: a token ends soon"]);
  expect(told[0]?.body).toContain("The token ci of bot (see) ends at 2026-12-02 00:00:00 UTC; it was never used.");
});
