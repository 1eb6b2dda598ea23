import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { makeToken } from "../../src/server/access/token-desk.ts";
import { serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

test("while the server's headgate.yaml is wrong nobody comes in, nobody hears what is in it, and it is not ready", async () => {
  await using served = await serveHome({ gate: "real" });
  const file = join(served.home, "headgate.yaml");
  const good = await readFile(file, "utf8");
  const maker = { actor: { kind: "human", id: "bo" }, may: null } as const;
  const asked = { account: "bo", name: "t", scopes: ["see"] as const, until: instant(served.access.now() + 3_600_000) };
  const { text } = await makeToken(served.access, maker, asked);
  const byPassword = ["POST", "/api/v1/sign-in/password", { name: "ada", password: "words and words" }] as const;
  expect((await served.ask(text, "GET", "/api/v1/releases")).status).toBe(200);

  const statusOf = async () => (await served.ask(text, "GET", "/api/v1/releases")).status;

  await writeFile(file, `${good}\nnonsense: a-secret-of-theirs\n`);
  await until("it looked at its files", async () => (await statusOf()) !== 200);
  const answers = [
    await served.ask(text, "GET", "/api/v1/releases"),
    await served.ask(null, ...byPassword),
    await served.ask(null, "GET", "/readyz"),
  ];

  for (const { status, body } of answers) {
    expect({ status, body }).toMatchObject({ status: 503, body: { code: "SERVER_FILES_INVALID" } });
    expect(JSON.stringify(body)).not.toMatch(/nonsense|a-secret-of-theirs|headgate-/);
  }
  expect((await served.ask(null, "GET", "/healthz")).status).toBe(200);

  await writeFile(file, good);
  await until("it looked at its files again", async () => (await statusOf()) === 200);
  expect((await served.ask(null, ...byPassword)).status).toBe(401);
  expect((await served.ask(null, "GET", "/readyz")).status).toBe(200);
});
