import type { z } from "zod";
import { type Complaint, showPath } from "./complaint.ts";
import { complaintsOf, explain, type ShapeComplaint } from "./explain.ts";
import { parseYaml } from "./parse-yaml.ts";
import { type Sound, soundParts } from "./sound.ts";

/** One thing to mend in a file. `line` counts from 1; `path` is "" for the document as a whole. */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly what: string;
  readonly fix: string;
};

/** `headgate.yaml:4 people.ada.nmae: unknown key; did you mean "name"?` */
export const showProblem = ({ file, line, path, what, fix }: Problem): string =>
  `${file}:${line}${path === "" ? "" : ` ${path}`}: ${what}; ${fix}`;

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What must hold between the parts of a document, as far as they could be read. */
export type Rules<Input> = (sound: Sound<Input>) => readonly Complaint[];

/**
 * Reads a YAML 1.2 document against a schema, and names everything that is wrong with it at once, by line.
 *
 * @param file    as it shall be printed; nothing is opened
 * @param schema  one whose issues keep the paths of its input, and whose messages read `what; fix`
 * @param rules   asked about what is sound, even when other parts are not
 * @returns       the value, or one or more problems sorted by line. After a syntax error nothing else is reported,
 *                for the rest cannot be trusted. Never throws.
 */
export const readDocument = <T, Input = unknown>(
  file: string,
  text: string,
  schema: z.ZodType<T, Input>,
  rules: Rules<Input> = () => [],
): Reading<T> => {
  const yaml = parseYaml(text);
  const flaws = yaml.flaws.map((flaw) => ({ file, path: "", ...flaw }));
  if (!yaml.ok) return { ok: false, problems: byLine(flaws) };
  const parsed = schema.safeParse(yaml.raw, { error: explain });
  const wrong = parsed.success ? [] : parsed.error.issues.flatMap((issue) => complaintsOf(issue));
  const complaints = [...wrong, ...askRules(yaml.raw, wrong, rules)];
  if (parsed.success && flaws.length + complaints.length === 0) return { ok: true, value: parsed.data };
  const found = complaints.map(({ path, what, fix }) => ({
    file,
    line: yaml.lineOf(path),
    path: showPath(path),
    what,
    fix,
  }));
  return { ok: false, problems: byLine([...flaws, ...found]) };
};

const askRules = <I>(raw: unknown, wrong: readonly ShapeComplaint[], rules: Rules<I>): readonly Complaint[] => {
  const paths = wrong.flatMap(({ path, intact }) => (intact ? [] : [path]));
  const sound = soundParts(raw, paths);
  // It was checked against the schema but for what was taken out, which is what `Sound` says.
  return typeof sound === "object" && sound !== null ? rules(sound as Sound<I>) : [];
};

const byLine = (problems: readonly Problem[]): readonly Problem[] => problems.toSorted((a, b) => a.line - b.line);
