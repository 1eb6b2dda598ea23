import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { lessonRecord, processText, stageText } from "./service-process.ts";

type Written = { readonly stages: readonly { readonly requirements: readonly { readonly id: string }[] }[] };

const written = parse(readFileSync(new URL("../../src/process/default.yaml", import.meta.url), "utf8")) as Written;

/** This check as it ships, word for word but for its owner, its times and what it comes after, as one line of YAML. */
export const checkText = (id: string, changes: object = {}): string => {
  const check = written.stages.flatMap(({ requirements }) => requirements).find((one) => one.id === id);
  if (check === undefined) throw new Error(`the default process has no ${id}`);
  const { freshness: _, until: __, ...rest } = check as typeof check & { freshness?: unknown; until?: unknown };
  return JSON.stringify({ ...rest, owner: "lead", after: [], ...changes });
};

/** A process of this check as it ships, and of a record that keeps the release open once it passes. */
export const processOf = (id: string, changes: object = {}): string =>
  processText([stageText("checklist", [], [checkText(id, changes), lessonRecord])], [id, "lesson"]);
