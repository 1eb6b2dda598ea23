import { expect, test } from "vitest";
import { configOf } from "../../test/support/complaints.ts";
import { fullHeadgate, leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { pinnedConfig } from "./pinned.ts";

/** As 0.1.0 wrote it. */
const environment = (port: number, analysis: boolean) => ({
  instances: {
    driver: "process",
    command: ["node", "server.mjs"],
    count: 2,
    env: {},
    ready: "/",
    readyWithin: 60000,
    stopWithin: 10000,
  },
  analysis,
  traffic: { driver: "splitter", listen: { host: "127.0.0.1", port } },
  bakeFactor: 1,
});

test("what 0.1.0 pinned is what the same file says now", () => {
  const { hooks: _, ...now } = configOf("");
  const steps = [5, 25, 50, 100].map((weight) => ({ weight, bake: 3600000, gates: ["analysis"] }));
  const pinned = {
    ...now,
    environments: { staging: environment(8081, false), production: environment(8080, true) },
    strategy: { kind: "canary", steps },
  };

  expect(pinnedConfig(JSON.parse(JSON.stringify(pinned)))).toEqual(configOf(""));
});

test.each([leastHeadgate, fullHeadgate])("what is pinned now is read back as it was", (text) => {
  const reading = loadConfig("headgate.yaml", text, smallProcess());
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));

  expect(pinnedConfig(JSON.parse(JSON.stringify(reading.value)))).toEqual(reading.value);
});
