import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { fullHeadgate } from "../../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../../test/support/small-process.ts";
import { settledBy, toPlanAnswer } from "../../api/to-plan-answer.ts";
import { environmentPower, type GivenTraffic } from "../../conductor/environment-power.ts";
import type { SeenTraffic } from "../../conductor/seen-traffic.ts";
import { loadConfig } from "../../config/load.ts";
import { instant } from "../../domain/units.ts";
import { paint } from "./paint.ts";
import { powerText } from "./power-text.ts";

const process = smallProcess();

const usual = [
  { weight: 25, bake: "1h" },
  { weight: 100, bake: "1h" },
];

const textOf = (known: SeenTraffic | GivenTraffic, canary: readonly object[] = usual, analysis = {}) => {
  const text = stringify({
    ...parse(fullHeadgate),
    guardrails: {},
    analysis: { dispersion: 1, ...analysis },
    strategy: { canary },
  });
  const reading = loadConfig("headgate.yaml", text, process);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const settled = settledBy(reading.value);
  const now = instant(Date.UTC(2026, 10, 1));
  const power = environmentPower(reading.value, "production", settled.environments.production?.steps ?? [], known);
  const answer = toPlanAnswer({ service: "shop", version: "1.1.0" }, process, settled, now, [power]);
  return powerText(power, answer, { paint: paint(false), columns: 1_000 }).join("\n");
};

test("R29: too little traffic to prove anything is said plainly, with the ways out", () => {
  const text = textOf({ rps: 1, errorRate: 0.001 }, usual, { "decide-within": "30m" });

  expect(text).toContain(
    "Step 1: at 1 request/s and 25 % a rise from 0.1 % to 1 % cannot be proven within 30m by anyone at 1 % false alarms.",
  );
  expect(text).toContain("send synthetic load, or let a person decide (gates: [approval])");
});

test("a table says what shows when, and what a good build needs", () => {
  const text = textOf({ rps: 100, errorRate: 0.001 });

  expect(text).toContain("what can be proven at 100 requests/s and 0.1 % errors");
  expect(text).toMatch(/step +traffic +a rise to 2× +5× +10× +smallest in the bake +in 1h +a good build is cleared/);
  expect(text).toMatch(/1\. +25 % .* by the margin/);
  expect(text).toContain("Step 2 has all traffic: there is nothing to compare with, and only the limits are judged.");
  expect(text).toContain("in all, by bake times and verdicts");
});

test("a bake that is too short for a good build says which weight or bake is not", () => {
  const text = textOf({ rps: 300, errorRate: 0.001 }, [
    { weight: 25, bake: "9m30s" },
    { weight: 100, bake: "1h" },
  ]);

  expect(text).toMatch(/Step 1 lasts longer than its bake time of 9m30s: a good build is cleared after about \d+m\./);
  expect(text).toMatch(/Bake: \d+m says so, or weight: \d+ needs no more than 9m30s\./);
});

test("what was counted is shown with how much of it; without an error, the rate is an upper bound", () => {
  const traffic = { rps: 20, badShare: 0.5 / 101, slowShare: 0 };
  const between = { from: instant(0), to: instant(5_000) };
  const signals = { ...between, requests: 100, errors: 0, measured: 100, rps: 20, errorRate: 0, p95: 83.2 };

  expect(textOf({ kind: "seen", traffic, signals })).toContain(
    "at 20 requests/s and at most 0.5 % errors (0 of 100 in 5s), p95 83 ms",
  );
  const some = { kind: "seen", traffic, signals: { ...signals, errors: 2, p95: null } } as const;
  expect(textOf(some)).toMatch(/and 0\.5 % errors \(2 of 100 in 5s\), latency not known/);
});

test("no traffic is said with its reason, and how to see the table for given figures", () => {
  const text = textOf({ kind: "unknown", reason: "nothing is in service" });

  expect(text).toMatch(/no traffic is known\n +nothing is in service\./);
  expect(text).toContain("headgate plan --rps 100 --error-rate 0.1%");
});
