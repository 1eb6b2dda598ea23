import { describe, expect, test } from "vitest";
import { checkText } from "../support/default-check.ts";
import { pitfall } from "../support/pitfall.ts";
import { page } from "../support/probe-world.ts";
import { startService } from "../support/service.ts";
import { deployRollout, processText, stageText } from "../support/service-process.ts";

const id = "configuration.production";
const instances = (env: Readonly<Record<string, string>>) => ({
  production: { instances: { command: [process.execPath, "server.mjs"], count: 1, ready: "/healthz", env } },
});

describe("R105: keys of production", () => {
  const needed = [
    { name: "keys are set", "config-keys": { names: ["PAYMENTS_KEY", "MAIL_KEY"], file: "production.env" } },
    {
      name: "keys are its own",
      "secret-equality": {
        names: ["PAYMENTS_KEY"],
        must: "differ",
        staging: { file: "staging.env" },
        production: { file: "production.env" },
      },
    },
  ];
  const files = {
    "staging.env": "PAYMENTS_KEY=sk-s3cret-of-staging\nMAIL_KEY=s3cret-of-both\n",
    "production.env": "PAYMENTS_KEY=sk-s3cret-of-production\nMAIL_KEY=s3cret-of-both\n",
  };

  test("that are there and its own pass; one that is missing is named, and one of staging is told from its own", async () => {
    await using there = await pitfall(id, "keys", needed, files);
    expect(await there.look()).toMatchObject({ state: "pass" });

    await there.service.shell.write("production.env", "PAYMENTS_KEY=sk-s3cret-of-production\n");
    expect(await there.look()).toMatchObject({ state: "fail", reason: expect.stringContaining("MAIL_KEY is not set") });

    await there.service.shell.write("production.env", files["staging.env"]);
    expect(await there.look()).toMatchObject({
      state: "fail",
      reason: expect.stringContaining("PAYMENTS_KEY is the same in staging.env and production.env"),
    });
    expect(JSON.stringify(await there.service.events())).not.toContain("s3cret");
  });

  test("that lack the scope which the service needs, by the provider's own word, fail", async () => {
    process.env.PITFALL_KEY = "sk-s3cret-of-production";
    const scopes = { said: "charges:read" };
    await using provider = await page((asked, answer) => {
      const isKnown = asked.headers.authorization === "Bearer sk-s3cret-of-production";
      answer.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ scope: scopes.said }));
    });
    const send = { authorization: "Bearer $PITFALL_KEY" };
    const probe = { name: "scope", http: { url: provider.url, send, contains: "charges:write" } };
    await using there = await pitfall(id, "keys", [probe]);
    expect(await there.look()).toMatchObject({
      state: "fail",
      reason: expect.stringContaining('does not contain "charges:write"'),
    });
    scopes.said = "charges:read charges:write";
    expect(await there.look()).toMatchObject({ state: "pass" });
    expect(JSON.stringify(await there.service.events())).not.toContain("s3cret");
  });

  test("one that is missing in production keeps the rollout from starting", async () => {
    await using service = await startService({
      process: processText(
        [stageText("checklist", [], [checkText(id)]), stageText("production", ["checklist"], [deployRollout])],
        ["deploy"],
      ),
      config: { checks: { [id]: [{ part: "keys", probes: [{ "config-keys": { names: ["PAYMENTS_KEY"] } }] }] } },
    });
    await service.shell.headgate("run", service.id, id, "--as", "ada");
    await expect(service.start()).rejects.toThrow(/GATE_CLOSED.*checklist/);
    const { view } = await service.engine.status(service.id);
    expect(view.blocking).toMatchObject([
      { id, state: "fail", reason: expect.stringContaining("PAYMENTS_KEY is not set") },
    ]);
    expect((await service.events()).map(({ type }) => type)).not.toContain("RolloutRequested");
  });
});

test("R111: a key of the manifest that production lacks is named, and no value stands in the history", async () => {
  const env = { PAYMENTS_URL: "https://pay.example", SESSION_KEY: "s3cret-session" };
  const probes = [{ "config-keys": { manifest: ".env.example" } }];
  const files = { ".env.example": "# what the service needs\nPAYMENTS_URL=\nSESSION_KEY=s3cret-example\nMAIL_FROM=\n" };
  await using there = await pitfall(id, "variables", probes, files, instances(env));
  const { state, reason, evidence } = await there.look();
  expect({ state, reason }).toEqual({
    state: "fail",
    reason:
      "variables: 1 of the looks found production not set as it has to be: config-keys .env.example: MAIL_FROM is not set",
  });
  expect(evidence.report?.findings).toMatchObject([{ title: "MAIL_FROM is not set" }]);
  const { shell } = there.service;
  const told = [
    await there.service.events(),
    await shell.headgate("history", there.service.id),
    await shell.headgate("probe", id),
  ];
  expect(JSON.stringify(told)).not.toContain("s3cret");

  await shell.write(".env.example", "PAYMENTS_URL=\nSESSION_KEY=\n");
  expect(await there.look()).toMatchObject({ state: "pass" });
  await shell.write(".env.example", "# nothing\n");
  expect(await there.look()).toMatchObject({ state: "error" });
});

test("R112: a flag that is off in production where the plan says on fails, and so does staging that is apart", async () => {
  const flags = { express: false, "pay-later": true };
  await using live = await page((_, answer) => void answer.end(JSON.stringify(flags)));
  const wanted = { express: true, "pay-later": true };
  const print = ["sh", "-c", 'echo "{ \\"express\\": true, \\"pay-later\\": true }"'];
  const probes = [
    { name: "production", flag: { url: live.url, flags: wanted } },
    { name: "staging", flag: { command: print, flags: wanted } },
  ];
  await using there = await pitfall(id, "flags", probes);
  expect(await there.look()).toMatchObject({
    state: "fail",
    reason: expect.stringContaining("production: express is false; it must be true"),
  });
  flags.express = true;
  expect(await there.look()).toMatchObject({ state: "pass" });
});
