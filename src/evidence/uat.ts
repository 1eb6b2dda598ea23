import { z } from "zod";
import type { Finding, Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { digestField, instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

const scenario = z.union(
  [
    wordsField.transform((name) => ({ name, result: "passed" as const })),
    z.strictObject({ name: wordsField, result: z.enum(["passed", "failed", "blocked"]) }),
  ],
  { error: "a scenario is a name, or { name, result: passed, failed or blocked }" },
);

const record = z.strictObject({
  release: wordsField,
  build: digestField,
  decision: z.enum(["GO", "CONDITIONAL GO", "NO-GO"], { error: "a decision is GO, CONDITIONAL GO or NO-GO" }),
  conditions: z.array(wordsField),
  scenarios: z.array(scenario),
  participants: z.array(wordsField),
  outstanding: z.array(wordsField),
  signedBy: wordsField,
  signedAt: instantField,
});

/**
 * The record of a user acceptance test. Text `decision` and `release`; lists `conditions`, `scenarios`, `participants`,
 * `outstanding`; figures `scenarios`, `conditions`; a finding per scenario that did not pass.
 *
 * @throws Unreadable, also when a GO has conditions or a CONDITIONAL GO has none: it then says two things
 */
export const uat = (text: string): Report => {
  const r = checked(record, parseJson(text));
  if (r.decision === "GO" && r.conditions.length > 0) unreadable("a GO has no conditions; write CONDITIONAL GO");
  if (r.decision === "CONDITIONAL GO" && r.conditions.length === 0) unreadable("a CONDITIONAL GO needs its conditions");
  return {
    ...blank,
    figures: { scenarios: r.scenarios.length, conditions: r.conditions.length },
    texts: { decision: r.decision, release: r.release },
    lists: {
      conditions: r.conditions,
      scenarios: r.scenarios.map(({ name }) => name),
      participants: r.participants,
      outstanding: r.outstanding,
    },
    findings: r.scenarios.filter(({ result }) => result !== "passed").map(finding),
    build: r.build,
    madeAt: r.signedAt,
    signer: r.signedBy,
  };
};

const finding = ({ name, result }: { readonly name: string; readonly result: string }): Finding => ({
  id: name,
  severity: "high",
  title: `${name}: ${result}`,
  where: "scenarios",
});
