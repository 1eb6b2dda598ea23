import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { loadProject } from "../../src/cli/project.ts";
import { accessStream } from "../../src/domain/access/events.ts";
import { instant } from "../../src/domain/units.ts";
import { makeToken } from "../../src/server/access/token-desk.ts";
import { signatureOf } from "../../src/webhook-signature.ts";
import { alertmanager, hasAlertmanager } from "../support/alertmanager.ts";
import { type Answer, type ServedHome, serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

const secret = `whsec_${Buffer.from("thirty-two bytes of a test secret").toString("base64")}`;
const other = `whsec_${Buffer.from("thirty-two bytes of another one..").toString("base64")}`;
const settings = `webhooks:
  alerts: { kind: alertmanager, secret: $HOOK_SECRET, as: bot }
  ci: { kind: evidence, secret: $HOOK_SECRET, as: bot }
  desk: { kind: tickets, secret: $HOOK_SECRET, as: bot }
`;

const serveHooks = (more: object = {}) => serveHome({ gate: "real", settings, env: { HOOK_SECRET: secret }, ...more });

/** Opened on the server's own machine: no account is needed there. */
const opened = async (served: ServedHome): Promise<void> => {
  const by = { kind: "human", id: "ada" } as const;
  const project = await loadProject(served.home);
  const path = `${served.home}/build`;
  await mkdir(path);
  await writeFile(`${path}/server.mjs`, "// 1.0.0\n");
  const source = { version: "1.0.0", path, commit: "4f2a91c", authors: ["zoe@example.test"], productionAt: null };
  await served.engine.open({ ...source, ...project, by });
};

type Sent = {
  readonly id?: string;
  readonly at?: number;
  readonly by?: string;
  readonly headers?: Record<string, string>;
};

const send = (
  served: ServedHome,
  hook: string,
  body: unknown,
  { id = "msg_1", at = Math.floor(Date.now() / 1_000), by = secret, headers = {} }: Sent = {},
): Promise<Answer> =>
  served.ask(null, "POST", `/api/v1/hooks/${hook}`, body, {
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": signatureOf(by, id, at, JSON.stringify(body)),
    ...headers,
  });

const alerts = (...some: readonly object[]) => ({
  version: "4",
  alerts: some.map((one) => ({ status: "firing", fingerprint: "c0ffee", ...one })),
});
const labels = (more: object = {}) => ({ alertname: "ErrorRate", severity: "low", release: "shop-1.0.0", ...more });
const ticket = { release: "shop-1.0.0", title: "Prices are wrong", severity: "high", reference: "T-7" };

const entries = (served: ServedHome) => served.engine.history("shop-1.0.0");
const refusals = async (served: ServedHome) =>
  (await served.engine.journal.read(accessStream))
    .filter(({ type }) => type === "RequestRefused")
    .map(({ data }) => data as { route: string; code: string; account: string | null });

describe("signed calls", () => {
  test("of Alertmanager raise a trigger, once for each call and once for each alert", async () => {
    await using served = await serveHooks();
    await opened(served);
    const body = alerts({ labels: labels() });

    const first = await send(served, "alerts", body);
    const again = await send(served, "alerts", body);
    const later = await send(served, "alerts", body, { id: "msg_2" });

    expect(first).toMatchObject({ status: 200, body: { taken: [{ key: "c0ffee", ok: true }] } });
    expect(again.body).toEqual(first.body);
    expect(later).toMatchObject({ status: 200, body: { taken: [{ ok: true, says: [expect.any(String)] }] } });
    const raised = (await entries(served)).filter(({ type }) => type === "TriggerRaised");
    expect(raised).toMatchObject([{ actor: { kind: "agent", id: "bot" }, data: { via: { hook: "alerts" } } }]);
  });

  test("one alert that is nothing keeps no other back, and a resolved one is noted for whoever settles it", async () => {
    await using served = await serveHooks();
    await opened(served);
    const two = alerts({ labels: labels() }, { labels: labels({ release: "shop-9" }), fingerprint: "b" });

    const taken = await send(served, "alerts", two);
    const resolved = alerts({ status: "resolved", labels: labels() });
    await send(served, "alerts", resolved, { id: "msg_2" });
    await send(served, "alerts", resolved, { id: "msg_3" });

    expect(taken).toMatchObject({ status: 200, body: { taken: [{ ok: true }, { key: "b", ok: false }] } });
    const { release } = await served.engine.load("shop-1.0.0");
    expect(release.triggers).toMatchObject([{ key: "c0ffee" }]);
    expect(release.notes).toMatchObject([{ about: release.triggers[0]!.id, by: "bot" }]);
  });

  test("R206: what would go back without people becomes an issue, which a person grades", async () => {
    await using served = await serveHooks();
    await opened(served);
    const critical = { labels: labels({ severity: "critical" }) };

    const taken = await send(served, "alerts", alerts(critical));
    await send(served, "alerts", alerts(critical), { id: "msg_2" });
    await send(served, "alerts", alerts({ ...critical, status: "resolved" }), { id: "msg_3" });

    expect(taken).toMatchObject({ status: 200, body: { taken: [{ key: "c0ffee", ok: true }] } });
    const { release } = await served.engine.load("shop-1.0.0");
    expect(release.triggers).toEqual([]);
    expect(release.issues).toMatchObject([
      { severity: "critical", source: "monitoring", reference: "c0ffee", graded: false },
    ]);
    expect(release.notes).toMatchObject([{ about: release.issues[0]!.id }]);
  });

  test("an alert that names no release is about the one that is in its environment; else about none", async () => {
    await using served = await serveHooks();
    await opened(served);
    const { release: _, ...unnamed } = labels();
    const held = [{ type: "EnvironmentHeld", release: "shop-1.0.0", rollout: "rollout-1" }];

    const none = await send(served, "alerts", alerts({ labels: unnamed }));
    await served.engine.journal.append(
      "environment/shop/production",
      0,
      held.map(({ type, ...data }) => ({ at: instant(Date.now()), actor: { kind: "system", id: "test" }, type, data })),
    );
    const one = await send(served, "alerts", alerts({ labels: unnamed }), { id: "msg_2" });

    expect(none.body).toMatchObject({ taken: [{ ok: false, says: [expect.stringContaining("no release")] }] });
    expect(one.body).toMatchObject({ taken: [{ ok: true }] });
  });

  test("of a pipeline hand in evidence, as text or in base64", async () => {
    await using served = await serveHooks();
    await opened(served);
    const report =
      '<testsuites><testsuite name="unit" tests="1" failures="0" errors="0" skipped="0"><testcase name="a" classname="b"/></testsuite></testsuites>';
    const sent = { release: "shop-1.0.0", requirement: "entry.functional", file: "unit.xml" };

    const text = await send(served, "ci", { ...sent, content: report });
    const base64 = { content: Buffer.from(`${report}\n`).toString("base64"), encoding: "base64" };
    const bytes = await send(served, "ci", { ...sent, ...base64 }, { id: "msg_2" });
    const bad = await send(served, "ci", { ...sent, content: "?", encoding: "base64" }, { id: "msg_3" });

    for (const one of [text, bytes])
      expect(one).toMatchObject({ status: 200, body: { taken: [{ says: ["recorded"] }] } });
    expect(bad).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
    const recorded = (await entries(served)).filter(({ type }) => type === "EvidenceRecorded");
    expect(recorded).toHaveLength(2);
    expect(recorded[0]).toMatchObject({ actor: { id: "bot" }, data: { via: { hook: "ci" } } });
  });

  test("of a tracker report an issue once, and a closed ticket is a note", async () => {
    await using served = await serveHooks();
    await opened(served);

    const first = await send(served, "desk", ticket);
    const again = await send(served, "desk", { ...ticket, title: "Prices are still wrong" }, { id: "msg_2" });
    const closed = await send(served, "desk", { ...ticket, status: "closed" }, { id: "msg_3" });

    for (const one of [first, again, closed]) expect(one).toMatchObject({ status: 200 });
    const { release } = await served.engine.load("shop-1.0.0");
    expect(release.issues).toMatchObject([{ reference: "T-7", source: "users", state: "open" }]);
    expect(release.notes).toMatchObject([
      { about: release.issues[0]!.id, text: expect.stringContaining("T-7 is closed") },
    ]);
  });
});

describe("what is refused is a problem, and is written down", () => {
  test("R198: a wrong signature, an old one, an unknown webhook, an unknown release, a body that is none", async () => {
    await using served = await serveHooks();
    await opened(served);
    const now = Math.floor(Date.now() / 1_000);

    const answers = [
      await send(served, "desk", ticket, { by: other }),
      await send(served, "desk", ticket, { at: now - 301 }),
      await send(served, "desk", ticket, { at: now + 310 }),
      await send(served, "nobodys", ticket),
      await send(served, "desk", { ...ticket, release: "shop-9" }, { id: "msg_2" }),
      await send(served, "desk", { title: 7 }, { id: "msg_3" }),
      await send(served, "alerts", { version: "3" }),
      await served.ask(null, "POST", "/api/v1/hooks/desk", ticket),
    ];

    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [401, "HOOK_REFUSED"],
      [401, "HOOK_LATE"],
      [401, "HOOK_LATE"],
      [404, "HOOK_UNKNOWN"],
      [404, "RELEASE_NOT_FOUND"],
      [400, "INPUT_INVALID"],
      [400, "INPUT_INVALID"],
      [401, "HOOK_REFUSED"],
    ]);
    for (const { headers } of answers) expect(headers.get("content-type")).toContain("application/problem+json");
    expect((await refusals(served)).map(({ route, code, account }) => [route, code, account])).toEqual([
      ["webhook desk", "HOOK_REFUSED", null],
      ["webhook desk", "HOOK_LATE", null],
      ["webhook desk", "HOOK_LATE", null],
      ["webhook", "HOOK_UNKNOWN", null],
      ["webhook desk", "RELEASE_NOT_FOUND", "bot"],
      ["webhook desk", "INPUT_INVALID", "bot"],
      ["webhook alerts", "INPUT_INVALID", "bot"],
      ["webhook desk", "HOOK_REFUSED", null],
    ]);
    expect((await served.engine.load("shop-1.0.0")).release.issues).toEqual([]);
  });

  test("an id that comes again with another body, a call that is too large, and one that is no JSON", async () => {
    await using served = await serveHooks();
    await opened(served);
    await send(served, "desk", ticket);

    const reused = await send(served, "desk", { ...ticket, reference: "T-8" });
    const large = await send(served, "desk", { ...ticket, title: "x".repeat(1_048_576) }, { id: "msg_2" });
    const bytes = await served.ask(null, "POST", "/api/v1/hooks/desk", new Uint8Array([1]));

    expect(reused).toMatchObject({ status: 422, body: { code: "KEY_REUSED" } });
    expect(large).toMatchObject({ status: 413, body: { code: "BODY_TOO_LARGE" } });
    expect(bytes).toMatchObject({ status: 415, body: { code: "MEDIA_WRONG" } });
  });

  test("the signature counts and not the token beside it; a token is of the webhook's agent and may prepare", async () => {
    await using served = await serveHooks();
    await opened(served);
    const until = instant(Date.now() + 86_400_000);
    const token = async (account: string, scopes: readonly ("see" | "prepare")[]) =>
      (
        await makeToken(
          served.access,
          { actor: { kind: "human", id: account }, may: null },
          { account, name: "hook", scopes, until },
        )
      ).text;
    const right = await token("bot", ["prepare"]);
    const ask = (as: string) => served.ask(as, "POST", "/api/v1/hooks/desk", ticket);

    const both = await send(served, "desk", ticket, { by: other, headers: { authorization: `Bearer ${right}` } });
    const answers = [both, await ask(await token("bo", ["prepare"])), await ask(await token("bot", ["see"]))];
    const taken = await ask(right);

    expect(answers.map(({ body }) => (body as { code: string }).code)).toEqual([
      "HOOK_REFUSED",
      "HOOK_REFUSED",
      "NOT_PERMITTED",
    ]);
    expect(taken.status).toBe(200);
    expect((await entries(served)).at(-1)).toMatchObject({
      type: "IssueReported",
      data: { via: { hook: "desk", token: expect.any(String) } },
    });
  });
});

test("R121: what an administrator lets roll back is measured: a critical alert is a critical trigger, by no agent", async () => {
  const rollsBack = settings.replace("kind: alertmanager,", "kind: alertmanager, rolls-back: true,");
  await using served = await serveHooks({ settings: rollsBack });
  await opened(served);
  const critical = { labels: labels({ severity: "critical" }), annotations: { summary: "x".repeat(5_000) } };

  const raised = await send(served, "alerts", alerts(critical));
  const over = await send(served, "alerts", alerts({ ...critical, status: "resolved" }), { id: "msg_2" });

  expect([raised.status, over.status]).toEqual([200, 200]);
  const told = await entries(served);
  expect(told.find(({ type }) => type === "TriggerRaised")).toMatchObject({
    actor: { kind: "system", id: "alerts" },
    data: { severity: "critical", source: "alert", via: { hook: "alerts" } },
  });
  // Nobody settles by a message that it is over; and what it says is bounded, whoever says it.
  const { release } = await served.engine.load("shop-1.0.0");
  expect(release.triggers).toMatchObject([{ key: "c0ffee", severity: "critical", decision: expect.anything() }]);
  expect(JSON.stringify(told).length).toBeLessThan(200_000);
  expect(release.triggers[0]!.says.length).toBeLessThan(600);
});

test("a secret that is missing or weak stops the server and not the first call", async () => {
  await expect(serveHooks({ env: {} })).rejects.toThrow("$HOOK_SECRET of server.yaml is not set");
  await expect(serveHooks({ env: { HOOK_SECRET: "hunter2" } })).rejects.toThrow("no whsec_ with 24 to 64 bytes");
});

test.skipIf(!hasAlertmanager && process.env.CI === undefined)(
  "a real Alertmanager shows a token of its agent, and the trigger stands in the release's history",
  async () => {
    await using served = await serveHooks();
    await opened(served);
    const { text } = await makeToken(
      served.access,
      { actor: { kind: "system", id: "test" }, may: null },
      { account: "bot", name: "alertmanager", scopes: ["prepare"], until: instant(Date.now() + 86_400_000) },
    );
    const http_config = { authorization: { type: "Bearer", credentials: text } };
    const url = `${served.url}/api/v1/hooks/alerts`;
    await using manager = await alertmanager(
      stringify({
        route: { receiver: "headgate", group_wait: "0s", group_interval: "1s" },
        receivers: [{ name: "headgate", webhook_configs: [{ url, http_config, send_resolved: true }] }],
      }),
    );

    await fetch(`${manager.url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels: labels(), annotations: { summary: "6 % of the requests fail" } }]),
    });
    const raised = async () => (await entries(served)).find(({ type }) => type === "TriggerRaised");
    await until("the trigger is raised", async () => (await raised()) !== undefined, 30_000);

    expect(await raised()).toMatchObject({
      actor: { kind: "agent", id: "bot" },
      data: { says: "ErrorRate: 6 % of the requests fail", via: { hook: "alerts", token: expect.any(String) } },
    });
  },
);

test("the guide's own commands sign a call that is taken", async () => {
  await using served = await serveHooks();
  await opened(served);
  const guide = await readFile("docs/webhooks.md", "utf8");
  const [, script = ""] = /```bash\n([\s\S]*?)```/.exec(guide) ?? [];

  const { stdout } = await promisify(execFile)("bash", ["-ec", script.replace("shop-1.1.0", "shop-1.0.0")], {
    env: { PATH: process.env.PATH, HOOK_DESK: secret, HEADGATE_URL: served.url },
  });

  expect(JSON.parse(stdout)).toMatchObject({ taken: [{ key: "T-7", ok: true }] });
});
