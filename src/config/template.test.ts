import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadProcess } from "../process/load.ts";
import { loadConfig } from "./load.ts";
import { template } from "./template.ts";

const process = () => {
  const reading = loadProcess(
    "default.yaml",
    readFileSync(new URL("../process/default.yaml", import.meta.url), "utf8"),
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
};

test("what `headgate init` writes loads without a problem, and somebody holds every required role", () => {
  const shipped = process();
  const reading = loadConfig("headgate.yaml", template("shop"), shipped);
  expect(reading).toMatchObject({ ok: true, value: { service: "shop", practice: false } });
  if (!reading.ok) return;
  const held = new Set(reading.value.people.flatMap(({ roles }) => roles));
  expect(shipped.roles.filter(({ id, required }) => required && !held.has(id))).toEqual([]);
});

test("every commented example is valid once it is uncommented", () => {
  const bare = template("shop")
    .replace("checks: {}\n", "checks:\n")
    .replace("    # - { weight: 50, bake: 1h, gates: [analysis, approval] } # a person lets it go on\n", "")
    .replace(/^ {4}instances: (?=.*\n {4}# More)/m, "    # $&") // there is one of them per environment
    .replace(
      /^( *)# ?((?:aliases|bot|small-team-reviewer|bake-factor|analysis|instances|traffic|metrics|cohort|hooks|database|targets|waits|practice| {2}alpha| {2}warm-up| {2}on-inconclusive| {2}before-traffic| {2}on-rollback| {2}staging\.| {2}entry\.| {4}- ).*)$/gm,
      "$1$2",
    );
  const reading = loadConfig("headgate.yaml", bare, process());
  expect(reading).toMatchObject({
    ok: true,
    value: {
      practice: true,
      smallTeamReviewer: "cleo",
      database: "$SHOP_JOURNAL",
      targets: { p95: { target: 300 } },
      checks: { "staging.regression": [{ format: "junit" }], "entry.security": [{ part: "sast" }] },
      environments: {
        staging: { bakeFactor: 0.1, analysis: true },
        production: {
          instances: { driver: "docker" },
          traffic: { driver: "haproxy" },
          metrics: { driver: "prometheus" },
        },
      },
      strategy: { kind: "canary", cohort: { by: "header" } },
      hooks: { "before-traffic": { change: "expand-contract" }, "on-rollback": { change: "reversible" } },
    },
  });
});

test.each(["blue-green", "rolling", "recreate"])("%s can be taken instead of the canary", (kind) => {
  const text = template("shop")
    .replace(/^ {2}canary:\n(?: {4}.*\n)+/m, "")
    .replace(`  # ${kind}:`, `  ${kind}:`);
  expect(loadConfig("headgate.yaml", text, process())).toMatchObject({ ok: true, value: { strategy: { kind } } });
});

test.each(["null", "true"])("a service called %s stays a text", (service) => {
  expect(loadConfig("headgate.yaml", template(service), process())).toMatchObject({ ok: true, value: { service } });
});
