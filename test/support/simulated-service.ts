import { stringify } from "yaml";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { millis } from "../../src/domain/units.ts";
import { message, rolloutTo, tinyProcess } from "./tiny-process.ts";

/** Instances that carry all traffic. */
export const fullSize = 4;

/** A drill in staging, then production, then news of it; no more than the rollouts need. */
export const process: Process = tinyProcess(
  [
    rolloutTo({ id: "drill", environment: "staging", purpose: "drill", owner: "lead" }),
    rolloutTo({ id: "deploy", environment: "production", purpose: "deploy", owner: "lead" }),
    message({ id: "done", after: ["deploy"], owner: "lead" }),
  ],
  {
    roles: [
      { id: "lead", title: "Lead", charge: "Leads.", required: true, excludes: [] },
    ] as unknown as Process["roles"],
    rollbackWindow: millis(180_000),
    rollbackTarget: millis(240_000),
  },
);

const canary = (...weights: readonly number[]) => ({
  canary: weights.map((weight, n) => ({
    weight,
    bake: n % 2 === 0 ? "20s" : "5s",
    gates: n === 1 ? ["analysis", "approval"] : n === 2 ? [] : ["analysis"],
  })),
});
const waits = { bake: "20s", gates: ["analysis"] };
const cohort = { header: "x-own", value: "1", bake: "20s", gates: [] };
const hook = (change: string) => ({ command: ["migrate"], within: "20s", change });
const migration = { "before-traffic": hook("reversible"), "after-promote": hook("reversible") };
const restored = { "before-traffic": hook("irreversible"), "on-rollback": hook("irreversible") };

/** What is played: every strategy, with and without hooks and own people first. */
const strategies: readonly (readonly [name: string, text: Readonly<Record<string, unknown>>])[] = [
  ["canary", { strategy: canary(5, 25, 50, 100) }],
  ["canary, own people first", { strategy: { ...canary(25, 100), cohort } }],
  ["blue-green", { strategy: { "blue-green": { idle: { bake: "10s", gates: ["approval"] }, ...waits } } }],
  ["rolling", { strategy: { rolling: { batch: 2, ...waits, gates: [] } } }],
  ["rolling with room", { strategy: { rolling: { batch: 1, "max-unavailable": 0, bake: "5s", gates: ["analysis"] } } }],
  ["recreate", { strategy: { recreate: waits } }],
  ["canary with hooks", { strategy: canary(50, 100), hooks: migration }],
  ["blue-green with a restore", { strategy: { "blue-green": waits }, hooks: restored }],
  ["rolling with a restore", { strategy: { rolling: { batch: 2, "max-unavailable": 1, ...waits } }, hooks: restored }],
];

export type Played = { readonly name: string; readonly config: Config; readonly spare: number };

const yaml = (given: Readonly<Record<string, unknown>>): string =>
  stringify({
    service: "shop",
    owner: "ada",
    practice: true,
    people: {
      ada: { name: "Ada Reyes", email: "ada@example.test", roles: ["lead"] },
      bo: { name: "Bo Berg", email: "bo@example.test" },
      bot: { name: "Release bot", email: "bot@example.test", kind: "agent" },
    },
    environments: { staging: environment(8_081), production: environment(8_080) },
    smoke: [{ name: "page", get: "/smoke" }],
    data: { get: "/data" },
    analysis: {
      interval: "5s",
      "min-requests": 20,
      "max-missing": 4,
      "warm-up": "5s",
      errors: { floor: "1%" },
    },
    audiences: { stakeholders: { channel: "outbox", to: ["team@example.test", "board@example.test"] } },
    ...given,
  });

const environment = (port: number) => ({
  listen: `127.0.0.1:${port}`,
  instances: { command: ["run"], count: fullSize, ready: "/ready", "ready-within": "15s", "stop-within": "5s" },
});

const read = ([name, text]: (typeof strategies)[number]): Played => {
  const config = loadConfig("headgate.yaml", yaml(text), process);
  if (!config.ok) throw new Error(JSON.stringify(config.problems, null, 2));
  const { strategy } = config.value;
  return { name, config: config.value, spare: strategy.kind === "rolling" ? strategy.maxUnavailable : 0 };
};

export const played: readonly Played[] = strategies.map(read);
