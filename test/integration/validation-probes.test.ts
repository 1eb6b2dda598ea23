import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { freePort } from "../../src/free-port.ts";
import { authority, hasOpenssl, signedBy } from "../support/certificates.ts";
import { checkText, processOf } from "../support/default-check.ts";
import { folder } from "../support/folder.ts";
import { page, securePage } from "../support/probe-world.ts";
import { sarif } from "../support/sarif.ts";
import { anotherRelease } from "../support/second-release.ts";
import { type Service, startService } from "../support/service.ts";
import { deployRollout, lessonRecord, processText, stageText } from "../support/service-process.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

/** What a check comes to after one look. */
const looked = async ({ engine }: Service, id: string, requirement: string) => {
  await engine.conduct(id, { signal: soon(), whenIdle: "return", onEntries: () => undefined });
  const { view, release } = await engine.status(id);
  const { state, reason } = view.requirements.find((one) => one.id === requirement)!;
  return { state, reason, report: release.evidence[requirement]?.report };
};

const again = async (service: Service, requirement: string) => {
  await service.engine.command(service.id, { kind: "human", id: "ada" }, { type: "RequestCheck", requirement });
  return looked(service, service.id, requirement);
};

describe("R98: integrations are used with production's keys", () => {
  const check = "validation.integrations";
  const partner = () =>
    page((asked, answer) => answer.writeHead(asked.headers["x-api-key"] === "right" ? 200 : 401).end());
  const config = (url: string, key: string) => ({
    declared: { integrations: ["payments"] },
    integrations: [{ name: "payments", http: { url: `${url}/v1/account`, send: { "x-api-key": `$${key}` } } }],
  });

  test("a right key passes; a wrong key fails before the service or its users ever used it", async () => {
    process.env.F_RIGHT_KEY = "right";
    process.env.F_WRONG_KEY = "wrong";
    await using there = await partner();
    await using good = await startService({ process: processOf(check), config: config(there.url, "F_RIGHT_KEY") });
    expect(await looked(good, good.id, check)).toMatchObject({ state: "pass" });
    await using bad = await startService({ process: processOf(check), config: config(there.url, "F_WRONG_KEY") });
    const { state, reason, report } = await looked(bad, bad.id, check);
    expect([state, reason]).toEqual(["fail", "1 integrations do not answer as they should: payments"]);
    expect((await bad.release()).rollouts).toEqual([]);
    expect(JSON.stringify(report)).not.toMatch(/"wrong"|right/);
  });

  const before = "integrations.production";
  const toProduction = processText([
    stageText("checklist", [], [checkText(before)]),
    stageText("production", ["checklist"], [deployRollout]),
  ]);

  test("before production: a wrong key refuses the start and is named; the right one lets it begin", async () => {
    process.env.F_KEY = "wrong";
    await using there = await partner();
    await using service = await startService({ process: toProduction, config: config(there.url, "F_KEY") });
    expect(await looked(service, service.id, before)).toMatchObject({
      state: "fail",
      reason: "keys: 1 integrations do not answer production's own key as they should: payments",
    });
    await expect(service.start()).rejects.toThrow(/GATE_CLOSED.*checklist \(integrations\.production\)/);
    expect((await service.release()).rollouts).toEqual([]);
    expect(JSON.stringify(await service.events())).not.toContain('"wrong"');

    process.env.F_KEY = "right";
    expect(await again(service, before)).toMatchObject({ state: "pass" });
    await service.start();
    await service.event("RolloutRequested");
  });

  test("before production: none is declared, so nothing is asked; one without a probe could not be asked", async () => {
    await using none = await startService({ process: toProduction });
    expect(await looked(none, none.id, before)).toMatchObject({
      state: "not applicable",
      reason: expect.stringContaining("headgate.yaml declares no integrations"),
    });
    await none.start();
    await none.event("RolloutRequested");
    const declared = { integrations: ["payments"] };
    await using bare = await startService({ process: toProduction, config: { declared } });
    expect(await looked(bare, bare.id, before)).toMatchObject({
      state: "error",
      reason: expect.stringContaining("headgate.yaml has no integrations:"),
    });
    await expect(bare.start()).rejects.toThrow(/GATE_CLOSED/);
  });

  test("one that is declared and has no probe has failed", async () => {
    await using there = await partner();
    const given = config(there.url, "F_RIGHT_KEY");
    const declared = { integrations: ["payments", "mail"] };
    await using service = await startService({ process: processOf(check), config: { ...given, declared } });
    expect(await looked(service, service.id, check)).toMatchObject({
      state: "fail",
      reason: "1 integrations do not answer as they should: mail",
    });
  });
});

describe("R95: all components are healthy", () => {
  const check = "validation.health";
  const health = processText(
    [stageText("production", [], [deployRollout, checkText(check, { rows: ["R95"] }), lessonRecord])],
    ["deploy", check, "lesson"],
  );

  test("unregister one: it is unknown, not green, until it is said to be retired", async () => {
    await using there = await page((_, answer) => answer.end());
    const at = `127.0.0.1:${there.port}`;
    const both = [
      { name: "database", tcp: { at } },
      { name: "queue", tcp: { at } },
    ];
    await using service = await startService({
      process: health,
      config: { components: both, waits: { "rollback-window": "1s" } },
    });
    await service.start();
    await using _conductor = service.conduct();
    await service.phase("closed", 60_000);
    await service.event("EnvironmentFreed");
    await _conductor[Symbol.asyncDispose]();
    expect((await again(service, check)).report?.figures).toMatchObject({ components: 2, unhealthy: 0, unknown: 0 });

    const rewritten = async (changes: object) => {
      const file = join(service.shell.path, "headgate.yaml");
      await writeFile(file, stringify({ ...parse(await readFile(file, "utf8")), ...changes }));
    };
    await rewritten({ components: both.slice(0, 1) });
    const next = await anotherRelease(service, "1.2.0");
    const { state, report } = await looked(service, next.id, check);
    expect(state).toBe("fail");
    expect(report?.figures).toMatchObject({ components: 1, unhealthy: 0, unknown: 1 });
    expect(report?.lists.unknown).toEqual(["queue"]);

    await rewritten({ "retired-components": { queue: "orders are written at once" } });
    const last = await anotherRelease(service, "1.3.0");
    expect((await looked(service, last.id, check)).report?.figures).toMatchObject({ components: 1, unknown: 0 });
  }, 90_000);

  test("one that is down is not healthy, and one that could not be looked at is unknown", async () => {
    const components = [
      { name: "database", tcp: { at: `127.0.0.1:${await freePort()}` } },
      { name: "stock", sql: { database: "$F_NO_SUCH_DATABASE", query: "select 1", is: "1" } },
    ];
    await using service = await startService({ process: processOf(check), config: { components } });
    const { state, report } = await looked(service, service.id, check);
    expect(state).toBe("fail");
    expect(report?.lists).toMatchObject({ unhealthy: ["database"], unknown: ["stock"] });
  });
});

describe("R97: delivered features work", () => {
  const check = "validation.features";
  const listed = [
    { story: "SHOP-1", title: "A page", check: "page" },
    { story: "SHOP-2", title: "A printed invoice", manual: "lead" },
    { story: "SHOP-3", title: "A newsletter" },
  ];
  const process = processText(
    [
      stageText("production", [], [deployRollout]),
      stageText("after", ["production"], [checkText(check), lessonRecord]).replace("budget:", "period: 1h, budget:"),
    ],
    ["deploy", check, "lesson"],
  );
  const see = (service: Service, by: string, feature: string, works = true) =>
    service.engine.command(
      service.id,
      { kind: by === "bot" ? "agent" : "human", id: by },
      {
        type: "SeeFeature",
        feature,
        works,
        note: "looked at order 7",
      },
    );

  test("a story without a check is listed; one that a person signs for counts from then on", async () => {
    await using service = await startService({ process, config: { features: listed } });
    const lookedAfter = async (before: number) => {
      const at = async () => (await service.release()).evidence[check]?.at ?? 0;
      await until("it was looked at", async () => (await at()) > before, 20_000);
      const { view, release } = await service.engine.status(service.id);
      const { state, reason } = view.requirements.find(({ id }) => id === check)!;
      return { state, reason, report: release.evidence[check]?.report, at: await at() };
    };
    expect(await see(service, "ada", "SHOP-2")).toMatchObject({ ok: false, refusal: { code: "PERIOD_NOT_BEGUN" } });
    await service.start();
    await using _conductor = service.conduct();
    await service.phase("promoted", 60_000);
    const first = await lookedAfter(0);
    expect([first.state, first.reason]).toEqual([
      "fail",
      "2 delivered features have no check in production: SHOP-2, SHOP-3",
    ]);
    expect(await see(service, "ben", "SHOP-2")).toMatchObject({ ok: false, refusal: { code: "ROLE_MISSING" } });
    expect(await see(service, "bot", "SHOP-2")).toMatchObject({ ok: false, refusal: { code: "AGENT_FORBIDDEN" } });
    expect(await see(service, "ada", "SHOP-3")).toMatchObject({ ok: false, refusal: { code: "FEATURE_UNKNOWN" } });
    expect(await see(service, "ada", "SHOP-2")).toMatchObject({ ok: true });
    const second = await lookedAfter(first.at);
    expect(second.reason).toBe("1 delivered features have no check in production: SHOP-3");
    await see(service, "ada", "SHOP-2", false);
    expect((await lookedAfter(second.at)).report?.lists).toMatchObject({ failed: ["SHOP-2"], unproven: ["SHOP-3"] });
  }, 90_000);
});

describe("R100: audit log, access and data protection", () => {
  const check = "validation.compliance";

  test("with the audit sink disabled the next look fails, well within 5 minutes", async () => {
    await using dir = await folder();
    const [log, off] = [join(dir.path, "audit.log"), join(dir.path, "off")];
    const act = `require("node:fs").existsSync(process.argv[2]) || require("node:fs").appendFileSync(process.argv[1], process.argv[3] + "\\n")`;
    await writeFile(log, "");
    const audit = [
      {
        name: "orders",
        emit: { command: [process.execPath, "-e", act, log, off, "{marker}"] },
        store: { driver: "file", files: [log] },
        within: "2s",
      },
    ];
    await using service = await startService({ process: processOf(check), config: { audit } });
    expect(await looked(service, service.id, check)).toMatchObject({
      state: "pass",
      report: { figures: { checked: 2, missingAuditEntries: 0, problems: 0 } },
    });
    await writeFile(off, "");
    const began = performance.now();
    expect(await again(service, check)).toMatchObject({
      state: "fail",
      reason: "1 marked actions are absent from the service's audit log",
    });
    expect(performance.now() - began).toBeLessThan(300_000);
  });
});

describe("R99: the running build is scanned again", () => {
  const [before, check] = ["checklist.security", "validation.rescan"];
  const process = processText(
    [
      stageText("checklist", [], [checkText(before, { parts: ["image"] })]),
      stageText("production", ["checklist"], [deployRollout]),
      stageText("after", ["production"], [checkText(check, { every: "1s", after: ["deploy"] }), lessonRecord]).replace(
        "budget:",
        "period: 1h, budget:",
      ),
    ],
    ["deploy", check, "lesson"],
  );
  const scan = {
    part: "image",
    command: ["sh", "-c", 'cp image.sarif "scan-of-$HEADGATE_BUILD" && cat image.sarif'],
    format: "sarif",
  };

  test("what became known of its image since fails it, and raises what the process says; mended, it is cleared", async () => {
    await using service = await startService({ process, config: { checks: { [before]: [scan], [check]: [scan] } } });
    await service.shell.write("image.sarif", sarif("CVE-2026-1"));
    await using _conductor = service.conduct();
    const state = async (id: string) =>
      (await service.engine.status(service.id)).view.requirements.find((one) => one.id === id)!;
    await until("it was scanned before", async () => (await state(before)).state === "fail", 20_000);
    await service.shell.write("image.sarif", sarif());
    await service.engine.command(
      service.id,
      { kind: "human", id: "ada" },
      { type: "RequestCheck", requirement: before },
    );
    await until("nothing was known of it", async () => (await state(before)).state === "pass", 20_000);
    await service.start();
    await until("it runs, and was scanned again", async () => (await state(check)).state === "pass", 60_000);
    const { build } = await service.release();
    expect(await readFile(join(service.shell.path, `scan-of-${build.digest}`), "utf8")).toBe(sarif());

    await service.shell.write("image.sarif", sarif("CVE-2026-4711"));
    await until("it fails", async () => (await state(check)).state === "fail", 20_000);
    expect((await state(check)).reason).toContain("CVE-2026-4711");
    const { triggers, issues } = await service.release();
    expect(triggers).toMatchObject([{ severity: "medium", source: "check", key: check, environment: "production" }]);
    expect(issues).toMatchObject([{ reference: check, state: "open" }]);

    await service.shell.write("image.sarif", sarif());
    const cleared = async () => (await service.release()).triggers[0]?.settled?.how === "cleared";
    await until("it is cleared", cleared, 20_000);
  }, 120_000);
});

describe.runIf(hasOpenssl)("R99: security controls are active", () => {
  test("an expired certificate fails", async () => {
    await using dir = await folder();
    const ca = authority(dir.path, "ours");
    await writeFile(join(dir.path, "ca.pem"), ca);
    const check = "validation.security";
    const serve = (days: number) => {
      const pair = signedBy(dir.path, "ours", "shop.test", days);
      return securePage(pair, (_, answer) => answer.end());
    };
    const config = (port: number) => ({
      checks: {
        [check]: {
          probes: [{ certificate: { at: `127.0.0.1:${port}`, for: "shop.test", ca: join(dir.path, "ca.pem") } }],
        },
      },
    });
    await using good = await serve(90);
    await using first = await startService({ process: processOf(check), config: config(good.port) });
    expect(await looked(first, first.id, check)).toMatchObject({ state: "pass" });
    await using over = await serve(-1);
    await using second = await startService({ process: processOf(check), config: config(over.port) });
    const { state, report } = await looked(second, second.id, check);
    expect(state).toBe("fail");
    expect(report?.findings[0]?.title).toMatch(/expired/i);
  });
});
