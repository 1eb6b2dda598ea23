import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { deployRollout, processText, stageText } from "./service-process.ts";

type Text = { readonly stages: readonly { readonly requirements: readonly { readonly id: string }[] }[] };

const shipped = parse(readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8")) as Text;

/** A check as the process that ships has it, owed by the small service's one role. */
const shippedCheck = (id: string): string => {
  const found = shipped.stages.flatMap(({ requirements }) => requirements).find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`the process has no ${id}`);
  return JSON.stringify({ ...found, owner: "lead" });
};

const checks = ["strategy.compatibility", "strategy.preflight"];
const A1 = JSON.stringify({
  id: "A1",
  kind: "approval",
  title: "Strategy",
  owner: "lead",
  why: "Somebody answers for it.",
  statement: "I own it.",
  after: checks,
  shows: checks,
});

/** What the shipped process asks before a strategy is approved, and then production. */
export const strategyFirst = processText([
  stageText("strategy", [], [...checks.map(shippedCheck), A1]),
  stageText("production", ["strategy"], [deployRollout]),
]);
