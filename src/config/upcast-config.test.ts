import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { loadConfig } from "./load.ts";
import { upcastConfig } from "./upcast-config.ts";

const blob = "becae77c88c2a1c88ff183f2c4a23c5142ce86d4e1a572782e21c651a64ad3ef";
const folder = new URL("../../test/fixtures/journal-0.1/blobs/sha256/", import.meta.url);
const pinned: unknown = JSON.parse(readFileSync(new URL(`${blob.slice(0, 2)}/${blob.slice(2)}`, folder), "utf8"));

test("T48: what 0.1 pinned has the shape of today", () => {
  const { strategy, hooks, environments } = upcastConfig(pinned);

  expect(strategy).toMatchObject({ kind: "canary", cohort: null, reason: "", answers: null });
  expect(hooks).toEqual({});
  expect(environments.staging.metrics).toEqual({ driver: "router" });
  expect(environments.production).toMatchObject({ metrics: { driver: "router" }, traffic: { driver: "splitter" } });
});

test("it has every key that a configuration read today has", () => {
  const text = `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead] }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
`;
  const today = loadConfig("headgate.yaml", text, defaultProcess);
  if (!today.ok) return expect.fail(JSON.stringify(today.problems));

  const { environments, strategy, ...rest } = upcastConfig(pinned);
  expect(Object.keys(rest)).toEqual(
    expect.arrayContaining(Object.keys(today.value).filter((key) => key !== "environments" && key !== "strategy")),
  );
  expect(Object.keys(environments.production)).toEqual(
    expect.arrayContaining(Object.keys(today.value.environments.production)),
  );
  expect(Object.keys(strategy)).toEqual(expect.arrayContaining(Object.keys(today.value.strategy)));
  expect(upcastConfig(today.value)).toEqual(today.value);
});

test("T48: a Prometheus that was pinned before there were counters of the service's own has none", () => {
  const metrics = { driver: "prometheus", url: "http://p:9090", requests: "a", errors: "b", latency: "c", label: "v" };
  const environment = { instances: {}, traffic: { driver: "nginx" }, metrics };
  const { environments } = upcastConfig({
    strategy: {},
    guardrails: {},
    environments: { staging: environment, production: environment },
  });

  expect(environments.production.metrics).toEqual({ ...metrics, counters: {}, gauges: {} });
});
