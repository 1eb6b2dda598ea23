import { type Document, LineCounter, parseDocument, type Tags, visit, type YAMLError } from "yaml";
import type { Path } from "./complaint.ts";
import { keyName, linesOf, startOf } from "./positions.ts";

/** Something that is wrong with the text as YAML. */
export type Flaw = { readonly line: number; readonly what: string; readonly fix: string };

/** `soft`: the values can be trusted nevertheless. */
type Stray = Flaw & { readonly soft: boolean };

export type Yaml =
  | { readonly ok: true; readonly raw: unknown; readonly flaws: readonly Flaw[]; lineOf(path: Path): number }
  | { readonly ok: false; readonly flaws: readonly Flaw[] };

/**
 * Text as plain values, with the line of each. `ok` with flaws means that those values can be trusted nevertheless (a
 * key given twice, a tag); after any other flaw the tree is a guess of the parser, and is not shown.
 */
export const parseYaml = (text: string): Yaml => {
  if (Buffer.byteLength(text) > mebibyte) return { ok: false, flaws: [{ line: 1, ...words.oversize }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const errors = [...document.errors, ...document.warnings];
  const flaws = errors.map((error) => flawOf(error, lines));
  if (errors.some(({ code }) => code !== "TAG_RESOLVE_FAILED")) return { ok: false, flaws: distinct(flaws) };
  const strays = straysIn(document, lines);
  flaws.push(...strays.map(({ line, what, fix }) => ({ line, what, fix })));
  if (strays.some(({ soft }) => !soft)) return { ok: false, flaws };
  try {
    const raw: unknown = document.toJS({ maxAliasCount: 100 });
    JSON.stringify(raw); // throws on an anchor that holds itself, which a rule would follow for ever
    return { ok: true, raw, flaws, lineOf: linesOf(document, lines) };
  } catch {
    return { ok: false, flaws: [...flaws, { line: 1, ...words.endless }] };
  }
};

const mebibyte = 1024 * 1024;

/** No custom tags, no YAML 1.1, no merge keys: what is written is what is read. */
const options = {
  version: "1.2",
  schema: "core",
  customTags: [] as Tags,
  resolveKnownTags: false,
  merge: false,
  uniqueKeys: false, // asked in straysIn: the package takes quadratic time for it
  prettyErrors: false, // its frames would repeat lines of the file, secrets and all
  logLevel: "error",
} as const;

const words = {
  oversize: { what: "is larger than 1 MiB", fix: "is this the right file?" },
  endless: { what: "its anchors and aliases multiply without end", fix: "write the values out" },
  twice: { what: "this key is given twice", fix: "keep one of the two" },
  alias: { what: "this alias has no anchor above it", fix: "define `&…` first, or quote a text that begins with `*`" },
  proto: { what: "`__proto__` cannot be a key", fix: "rename it" },
} as const satisfies Readonly<Record<string, Omit<Flaw, "line">>>;

const wordsByCode: Readonly<Partial<Record<YAMLError["code"], Omit<Flaw, "line">>>> = {
  TAG_RESOLVE_FAILED: { what: "tags are not read here", fix: "remove the `!…`; quote a text that begins with `!`" },
  MULTIPLE_DOCS: { what: "there is a second document", fix: "remove the line `---` and what follows it" },
  TAB_AS_INDENT: { what: "a tab is used to indent", fix: "use spaces" },
  RESOURCE_EXHAUSTION: { what: "is nested too deeply", fix: "is this the right file?" },
};

const flawOf = ({ code, message, pos }: YAMLError, lines: LineCounter): Flaw => {
  const line = lines.linePos(pos[0]).line;
  const fix = "check the indentation, brackets and quotes here and on the line above";
  return { line, ...(wordsByCode[code] ?? { what: `is not YAML: ${message}`, fix }) };
};

/** A flow that never ends yields one error for each of its levels. */
const distinct = (flaws: readonly Flaw[]): readonly Flaw[] => [
  ...new Map(flaws.map((flaw) => [`${flaw.line} ${flaw.what}`, flaw])).values(),
];

/** What the parser lets pass: aliases of nothing, keys given twice, and the one key that an object swallows. */
const straysIn = (document: Document, lines: LineCounter): readonly Stray[] => {
  const strays: Stray[] = [];
  const stray = (node: unknown, soft: boolean, problem: Omit<Flaw, "line">) =>
    strays.push({ soft, line: lines.linePos(startOf(node) ?? 0).line, ...problem });
  const anchors = new Set<string | undefined>();
  visit(document, {
    Alias: (_, node) => {
      if (!anchors.has(node.source)) stray(node, false, words.alias);
    },
    Value: (_, node) => {
      anchors.add(node.anchor);
    },
    Map: (_, map) => {
      anchors.add(map.anchor);
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (keyName(key) === "__proto__") stray(key, false, words.proto);
        if (seen.has(keyName(key))) stray(key, true, words.twice);
        seen.add(keyName(key));
      }
    },
  });
  return strays;
};
