import { parse, parseDocument } from "yaml";
import { z } from "zod";
import { analysis } from "./analysis.ts";
import type { Config } from "./config.ts";
import type { Environment } from "./environment.ts";
import { environments } from "./environments.ts";
import { guardrails } from "./guardrails.ts";
import { type Problem, type Reading, readDocument } from "./read-document.ts";

/** What a verdict needs of `headgate.yaml`; the rest may be missing, and is not looked at. */
const judged = z.looseObject({
  analysis: analysis.prefault({}),
  guardrails: guardrails.prefault({}),
  environments: environments.optional(),
});

export type ReplaySettings = Pick<Config, "analysis" | "guardrails"> & {
  /** null where the file says nothing of them. */
  readonly environments: { readonly staging: Environment; readonly production: Environment } | null;
};

const form = /^((?:analysis|guardrails)(?:\.[\w-]+)+)=(.+)$/;

/**
 * How to judge, from a `headgate.yaml` and what was changed on the command line.
 *
 * @param sets `analysis.alpha=0.02`: a key of the file and its value, as YAML
 */
export const replaySettings = (
  { file, text }: { readonly file: string; readonly text: string },
  sets: readonly string[],
): Reading<ReplaySettings> => {
  const read = readDocument(file, text, judged);
  if (!read.ok) return read;
  const strange = sets.filter((set) => !form.test(set)).map(notUnderstood);
  if (strange.length > 0) return { ok: false, problems: strange };
  const changed = sets.length === 0 ? read : readDocument("--set", withSets(text, sets), judged);
  if (!changed.ok) return { ok: false, problems: changed.problems.map((problem) => ({ ...problem, line: 1 })) };
  const { analysis, guardrails, environments = null } = changed.value;
  return { ok: true, value: { analysis, guardrails, environments } };
};

const notUnderstood = (set: string): Problem => ({
  file: "--set",
  line: 1,
  path: set,
  what: "is no key with its value",
  fix: "write one of analysis or guardrails, such as --set analysis.alpha=0.02",
});

const withSets = (text: string, sets: readonly string[]): string => {
  const document = parseDocument(text);
  for (const set of sets) {
    const [, key = "", value = ""] = form.exec(set) ?? [];
    document.setIn(key.split("."), yamlValue(value));
  }
  return document.toString();
};

/** What is no YAML is a text, and the schema says what is wrong with it. */
const yamlValue = (text: string): unknown => {
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
};
