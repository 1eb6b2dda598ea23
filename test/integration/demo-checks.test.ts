import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { versions } from "../../src/demo/builds.ts";
import { freePort } from "../../src/free-port.ts";
import { build, reportOf, runCheck } from "../support/demo-check.ts";
import { demoPayments, demoShop } from "../support/demo-shop.ts";
import { folder } from "../support/folder.ts";

describe("on a sound shop", () => {
  test.each(versions)("the regression test of %s passes, with real times and the build's digest", async (version) => {
    await using shop = await demoShop(version);

    const report = await reportOf("junit", "regression.mjs", shop.url);

    expect(report).toMatchObject({ figures: { failed: 0, skipped: 0 }, build, findings: [] });
    expect(report.figures.total).toBeGreaterThanOrEqual(20);
    expect(report.figures.durationMs).toBeGreaterThan(0);
  });

  test("every other check passes on 1.1.0 and has looked at something", async () => {
    await using payments = await demoPayments("k-1");
    await using shop = await demoShop("1.1.0", { SHOP_PAYMENTS: payments.url, SHOP_PAYMENTS_KEY: "k-1" });
    const { url, logFolder, dataFolder } = shop;

    const performance = await reportOf("k6", "performance.mjs", url, "1");
    expect(performance).toMatchObject({ figures: { errorRate: 0 }, build });
    expect(performance.figures.p95Ms).toBeLessThan(200);
    expect(performance.figures.requests).toBeGreaterThan(20);

    expect((await reportOf("figures", "security.mjs", url)).figures).toEqual({ checked: 38, failed: 0 });
    expect(await reportOf("sarif", "security.mjs", url, "sarif")).toMatchObject({ figures: { total: 0 }, build });
    expect((await reportOf("figures", "logs.mjs", url, logFolder)).figures).toMatchObject({ problems: 0, silent: 0 });
    const features = await reportOf("figures", "features.mjs", url, "did-you-mean,vat-in-cart");
    expect(features.figures).toMatchObject({ features: 4, unproven: 0, failed: 0 });
    const integrations = await reportOf("figures", "integrations.mjs", url);
    expect(integrations).toMatchObject({ figures: { checked: 2, failed: 0 }, lists: { integrations: ["payments"] } });

    const backup = await reportOf("figures", "backup.mjs", url, dataFolder);
    expect(backup.figures).toMatchObject({ problems: 0, rowsRestored: 2, rowsDamaged: 0 });
    expect(backup.figures.restoreSeconds).toBeGreaterThan(0);
    expect(backup.figures.ageSeconds).toBeLessThan(60);
  });
});

describe("a shop that is broken in one way", () => {
  test.each([
    ["search", "junit", "regression.mjs", { failed: 3 }],
    ["orders", "junit", "regression.mjs", { failed: 1 }],
    ["errors", "k6", "performance.mjs", { errorRate: expect.closeTo(0.057, 1) }],
    ["headers", "figures", "security.mjs", { failed: 21 }],
    ["headers", "sarif", "security.mjs", { high: 21 }],
    ["admin", "sarif", "security.mjs", { critical: 5 }],
  ])("%s: the %s report of %s says so", async (fault, format, script, figures) => {
    await using shop = await demoShop("1.1.0", { SHOP_BREAK: fault });
    const more = format === "sarif" ? ["sarif"] : [];

    expect((await reportOf(format, script, shop.url, ...more)).figures).toMatchObject(figures);
  });

  test("slow pages show in the performance report", async () => {
    await using shop = await demoShop("1.1.0", { SHOP_BREAK: "latency" });

    expect((await reportOf("k6", "performance.mjs", shop.url, "1")).figures.p95Ms).toBeGreaterThan(400);
  });

  test("a shop that logs nothing fails the log check", async () => {
    await using shop = await demoShop("1.1.0", { SHOP_BREAK: "logs" });

    const { figures } = await reportOf("figures", "logs.mjs", shop.url, shop.logFolder, "0.5");

    expect(figures).toMatchObject({ checked: 8, problems: 8, silent: 1 });
  });

  test("an order that was taken but not stored fails the backup check", async () => {
    await using shop = await demoShop("1.1.0", { SHOP_BREAK: "orders" });

    const report = await reportOf("figures", "backup.mjs", shop.url, shop.dataFolder);

    expect(report.findings.map(({ id }) => id)).toEqual(["order-lost"]);
  });

  test("a backup that was changed fails the backup check", async () => {
    await using shop = await demoShop("1.1.0");
    await using scratch = await folder();
    // Newer by name than any backup that the check makes: the one that it must restore.
    writeFileSync(join(scratch.path, "orders-9999.jsonl"), '{"id":"forged"}\n');

    const report = await reportOf("figures", "backup.mjs", shop.url, shop.dataFolder, scratch.path);

    expect(report.findings.map(({ id }) => id)).toEqual(["content", "order-lost"]);
    expect(report.figures.rowsDamaged).toBeGreaterThan(0);
  });

  test("the version before lacks the features", async () => {
    await using shop = await demoShop("1.0.0");

    expect((await reportOf("figures", "features.mjs", shop.url)).figures).toMatchObject({ features: 4, failed: 4 });
  });

  test("a promised feature without a check is unproven", async () => {
    await using shop = await demoShop("1.1.0");

    const report = await reportOf("figures", "features.mjs", shop.url, "did-you-mean,gift-wrap");

    expect(report).toMatchObject({ figures: { unproven: 1 }, findings: [{ id: "gift-wrap" }] });
  });

  test.each([
    ["a wrong key", { SHOP_PAYMENTS_KEY: "stolen" }],
    ["payments that are gone", { SHOP_PAYMENTS: "http://127.0.0.1:1" }],
  ])("%s is found before a customer finds it, and nothing is ordered", async (_, env) => {
    await using payments = await demoPayments("k-1");
    await using shop = await demoShop("1.1.0", { SHOP_PAYMENTS: payments.url, SHOP_PAYMENTS_KEY: "k-1", ...env });

    const report = await reportOf("figures", "integrations.mjs", shop.url);

    expect(report).toMatchObject({ figures: { checked: 2, failed: 2 }, lists: { integrations: [] } });
    expect(await (await fetch(`${shop.url}/orders/count`)).json()).toEqual({ count: 0 });
  });
});

test.each(["regression", "performance", "security", "logs", "backup", "features", "integrations"])(
  "%s prints no report when there is no shop to look at",
  async (name) => {
    await using scratch = await folder();
    mkdirSync(join(scratch.path, "data"));
    const more = name === "logs" || name === "backup" ? [scratch.path] : [];

    const { exitCode, out, problem } = await runCheck(`${name}.mjs`, `http://127.0.0.1:${await freePort()}`, ...more);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(problem).toMatch(/^could not look: .*ECONNREFUSED/);
  },
);

test("a check that was killed does not keep the next one from its turn", async () => {
  await using shop = await demoShop("1.1.0");
  const lock = join(tmpdir(), `shop-check-${new URL(shop.url).host.replace(":", "-")}.lock`);
  // The number of a process that has ended for certain: one that we have waited for.
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(lock, String(gone));

  expect((await reportOf("figures", "features.mjs", shop.url)).figures).toMatchObject({ failed: 0 });
  expect(existsSync(lock)).toBe(false);
});
