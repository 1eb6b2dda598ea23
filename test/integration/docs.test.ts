import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { handoff } from "../../src/conductor/handoff.ts";
import { headgateSchema } from "../../src/config/json-schema.ts";
import { loadConfig } from "../../src/config/load.ts";
import { probeKinds } from "../../src/config/probes.ts";
import { showProblem } from "../../src/config/read-document.ts";
import { loadServerSettings } from "../../src/config/server-settings.ts";
import type { Duty } from "../../src/domain/process/duty.ts";
import type { Approval, Check } from "../../src/domain/process/process.ts";
import type { Rule } from "../../src/domain/process/rule.ts";
import { catalogue } from "../../src/errors.ts";
import { formats, readReport } from "../../src/evidence/read-report.ts";
import { ownSources, violations } from "../architecture/import-rule.ts";
import { defaultProcess } from "../support/default-process.ts";

const root = resolve(import.meta.dirname, "../..");
const sources = ownSources(root);

/** `prose` is what stands outside of fenced blocks. */
type Page = { readonly path: string; readonly prose: string; readonly fences: readonly Fence[] };
type Fence = { readonly where: string; readonly info: string; readonly text: string };

const block = /^(`{3,})([^\n`]*)\n([\s\S]*?)^\1$/gm;
const readPage = (path: string): Page => {
  const text = readFileSync(join(root, path), "utf8");
  const fences = [...text.matchAll(block)].map(([, , info = "", inside = ""], i) => ({
    where: `${path}, block ${i + 1}`,
    info: info.trim(),
    text: inside,
  }));
  return { path, prose: text.replaceAll(block, ""), fences };
};

const ours = ["*.md", "docs/**/*.md", "examples/**/*.md", "bench/*.md"];
const exclude = (name: string): boolean => /node_modules|\.headgate/.test(name);
const pages = globSync(ours, { cwd: root, exclude }).toSorted().map(readPage);
const eachPage = pages.map((page) => [page.path, page] as const);
const proseOf = (path: string): string => readPage(path).prose;

/** Cells of the table rows that begin with one of these words. */
const rowsOf = (path: string, isFirst: (word: string) => boolean): readonly (readonly string[])[] =>
  proseOf(path)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter(([first]) => isFirst(plain(first)));
const plain = (cell = ""): string => cell.replaceAll("`", "");
const coded = (text = ""): readonly string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

/** Blocks have `sha256:<what it is>` where somebody fills in a digest. */
const filled = (text: string): string => text.replaceAll(/sha256:<[^>]*>/g, `sha256:${"a".repeat(64)}`);
const marked = (info: string) =>
  pages.flatMap(({ fences }) => fences.filter((one) => one.info === info)).map((one) => [one.where, one] as const);

describe("examples", () => {
  test.each(marked("yaml headgate.yaml"))("the headgate.yaml of %s loads", (where, { text }) => {
    const reading = loadConfig(where, text, defaultProcess);
    expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([]);
  });

  test.each(marked("yaml server.yaml"))("the server.yaml of %s loads", (where, { text }) => {
    const reading = loadServerSettings(where, text, [
      { id: "ada", kind: "human" },
      { id: "bot", kind: "agent" },
    ]);
    expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([]);
  });

  test.each(marked("yaml handoff.yaml"))("the handoff.yaml of %s can be imported", (_, { text }) => {
    expect(handoff.safeParse(parse(filled(text))).error?.issues ?? []).toEqual([]);
  });

  const reports = formats.flatMap((format) =>
    marked(`json ${format}`).map(([where, one]) => [format, where, one] as const),
  );
  test.each(reports)("the %s report of %s is read", (format, _, { text }) => {
    expect(readReport(format, new TextEncoder().encode(filled(text)))).toMatchObject({ ok: true });
  });

  const kinds = marked("yaml probe").map(
    ([where, { text }]) => [where, parse(text) as Record<string, unknown>] as const,
  );
  const least = parse(marked("yaml headgate.yaml")[0]![1].text) as object;
  test.each(kinds)("the probe of %s loads", (where, probe) => {
    const checks = { "validation.security": { probes: [probe] } };
    const reading = loadConfig(where, stringify({ ...least, checks }), defaultProcess);
    expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([]);
  });

  test("there is one for each kind of probe", () => {
    expect(kinds.flatMap(([, probe]) => probeKinds.filter((kind) => Object.hasOwn(probe, kind)))).toEqual(probeKinds);
  });

  test.each(marked("yaml checks"))("the checks of %s load", (where, { text }) => {
    const reading = loadConfig(where, stringify({ ...least, ...(parse(text) as object) }), defaultProcess);
    expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([]);
  });

  test("there is one for whatever people write by hand", () => {
    expect(marked("yaml headgate.yaml").length).toBeGreaterThanOrEqual(2);
    expect(marked("yaml handoff.yaml").length).toBeGreaterThanOrEqual(1);
    expect(reports.map(([format]) => format)).toEqual(
      expect.arrayContaining(["uat", "compliance", "go-no-go", "figures"]),
    );
  });
});

/** Anchors of headings, made as hosts of repositories make them. */
const anchorsOf = (path: string): readonly string[] =>
  [...proseOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );

const brokenLinks = ({ path, prose }: Pick<Page, "path" | "prose">): readonly string[] =>
  [...prose.replaceAll(/`[^`\n]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : relative(root, resolve(root, dirname(path), file));
      return !existsSync(join(root, to)) || (anchor !== undefined && !anchorsOf(to).includes(anchor));
    });

describe("links", () => {
  test.each(eachPage)("of %s lead somewhere", (_, page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test("that lead nowhere are found", () => {
    const prose = "[a](nowhere.md) [b](#nothing) [c](evidence.md#formats) [d](../LICENSE) `[e](code)`";
    expect(brokenLinks({ path: "docs/process.md", prose })).toEqual(["nowhere.md", "#nothing"]);
  });

  test.each(eachPage)("the files of ours that %s names exist", (_, { prose }) => {
    const named = coded(prose).filter((text) => /^(?:src|test|bench|docs|scripts)\/[\w./-]+$/.test(text));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("error codes", () => {
  const code = Object.entries(sources)
    .flatMap(([path, text]) => (/^src\/errors[./]/.test(path) ? [] : [text]))
    .join("\n");
  const strangers = (prose: string): readonly string[] =>
    coded(prose)
      .filter((word) => /^[A-Z]+(?:_[A-Z]+)+$/.test(word))
      // A variable of the environment looks the same, and is one that the source names.
      .filter((word) => !Object.hasOwn(catalogue, word) && !new RegExp(`\\b${word}\\b`).test(code));

  test.each(eachPage)("that %s mentions are in the catalogue", (_, { prose }) => {
    expect(strangers(prose)).toEqual([]);
  });

  test("that nobody knows are found", () => {
    expect(strangers("`SHOWN_CHANGED`, `SHOWN_CHANGES`, `HEADGATE_USER`")).toEqual(["SHOWN_CHANGES"]);
  });
});

const { requirements, roles, stages, metrics } = defaultProcess;

const dutyWords = (duty: Duty): string => {
  if ("notSignerOf" in duty) return `the signer of ${duty.notSignerOf}`;
  if ("notWriterOf" in duty) return `who wrote \`${duty.notWriterOf}\``;
  if ("notSoleWriterOf" in duty) return "the one who wrote all of it";
  switch (duty.not) {
    case "author":
      return "an author of the build";
    case "sole-author":
      return "the only known author of the build";
    case "executor":
      return "who started the rollout";
    case "drill-runner":
      return "who started the drill";
  }
};

describe("the page about the process", () => {
  const approvals = requirements
    .filter((one): one is Approval => one.kind === "approval")
    .toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));

  test("has the approvals of the default process, and no others", () => {
    expect(approvals).toHaveLength(29);
    // A row of the clocks begins with an approval, too, and has three cells.
    expect(rowsOf("docs/process.md", (word) => /^A\d+$/.test(word)).filter(({ length }) => length > 3)).toEqual(
      approvals.map(({ id, stage, title, owner, duties, statement }) => {
        const signer = roles.find((role) => role.id === owner)?.title;
        return [id, stage, title, signer, duties.map(dutyWords).join(", ") || "–", statement];
      }),
    );
  });

  test("only A12 expires, and no approval can be waived, as it says", () => {
    expect(approvals.filter(({ expires }) => expires !== undefined).map(({ id }) => id)).toEqual(["A12"]);
    expect(approvals.filter(({ waivable }) => waivable)).toEqual([]);
  });

  test("has the stages in order, with what they come after and what they ask for", () => {
    const told = rowsOf("docs/process.md", (word) => stages.some(({ id }) => id === word));
    expect(told.map(([id, , after, asks]) => [plain(id), coded(after), asks?.split(", ").toSorted()])).toEqual(
      stages.map(({ id, after }) => {
        const kinds = Map.groupBy(
          requirements.filter(({ stage }) => stage === id),
          ({ kind }) => kind,
        );
        return [
          id,
          after,
          [...kinds].map(([kind, { length }]) => `${length} ${kind}${length > 1 ? "s" : ""}`).toSorted(),
        ];
      }),
    );
  });
});

/** `failed ≤ 0`, `p95Ms < 200 (target p95)`. */
const boundsOf = (rule: Rule): readonly string[] => {
  if (rule.kind !== "figure") return [];
  const { figure, min, max, below, above, part } = rule;
  const of = part === undefined ? "" : ` (${part})`;
  const target = (sign: string, id: string) =>
    `${figure} ${sign} ${metrics.find((one) => one.id === id)?.target} (target ${id})`;
  return [
    min === undefined ? [] : `${figure} ≥ ${min}${of}`,
    max === undefined ? [] : `${figure} ≤ ${max}${of}`,
    below === undefined ? [] : target("<", below),
    above === undefined ? [] : target(">", above),
  ].flat();
};

describe("the page about evidence", () => {
  test("says of every check what answers it, and which figures it needs", () => {
    const checks = requirements.filter((one): one is Check => one.kind === "check");
    const told = rowsOf("docs/evidence.md", (word) => checks.some(({ id }) => id === word)).map(([id, ...rest]) => [
      plain(id),
      rest.map((cell) => plain(cell).replace(", parts ", ", ").split(", ")),
    ]);
    const known = checks.map(({ id, reports, parts, probe, rules }) => [
      id,
      reports.includes("figures")
        ? [rules.flatMap(boundsOf), [probe ?? "–"]]
        : [reports.length === 0 ? [probe] : [...reports, ...parts]],
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
    expect(told).toHaveLength(known.length);
  });

  test("has every format that can be read", () => {
    const told = rowsOf("docs/evidence.md", (word) => formats.includes(word)).map(([first]) => plain(first));
    expect(told.toSorted()).toEqual(formats.toSorted());
  });
});

type Schema = {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

/** Paths of all keys that hold a value: `people.<id>.name`, `smoke[].get`. */
const leavesOf = (
  { properties = {}, additionalProperties: free, items, anyOf = [], oneOf = [] }: Schema,
  path: string,
): string[] => {
  const inner = [
    ...Object.entries(properties).flatMap(([key, part]) => leavesOf(part, path === "" ? key : `${path}.${key}`)),
    ...(typeof free === "object" ? leavesOf(free, `${path}.<id>`) : []),
    ...(items === undefined ? [] : leavesOf(items, `${path}[]`)),
    ...[...anyOf, ...oneOf].flatMap((one) => leavesOf(one, path)),
  ];
  return inner.length === 0 ? [path] : inner;
};

const probeKey = /^checks\.<id>\.probes\[\]\.(?=[\w-]+\.)/;

/** Keys that a page tells in its tables, against those of the schema. */
const strangersOf = (page: string, keys: readonly string[], named: (path: string) => string) => {
  const told = [...proseOf(page).matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) => named(path));
  const isKnown = (path: string): boolean => keys.some((key) => key === path || key.startsWith(`${path}[`));
  return { missing: keys.filter((key) => !told.includes(key)), unknown: told.filter((path) => !isKnown(path)) };
};

test("the page about headgate.yaml has every key of the schema, and no others", () => {
  const named = (path: string): string =>
    path.replaceAll(/<[^>]+>|(?<=^environments\.)(?:staging|production)/g, "<id>");
  const keys = leavesOf(headgateSchema() as Schema, "")
    .map(named)
    // A list of plain values, or a group of free names, is told by its own key; one binding is told for a list of them.
    .map((path) => path.replace(/^(checks\.<id>)\[\]/, "$1").replace(/(?:\[\]|\.<id>)$/, ""))
    .filter((path) => !path.startsWith("data."));
  expect(new Set(keys).size).toBeGreaterThan(40);
  // Probes and logs are told once, wherever they stand.
  const main = keys.map((key) =>
    key
      .replace(/^(checks\.<id>\.probes|components|integrations|data-protection|audit)\[\].*/, "$1")
      .replace(/^(features\[\]\.probe)\..*/, "$1"),
  );
  expect(strangersOf("docs/headgate-yaml.md", main, named)).toEqual({ missing: [], unknown: [] });
  const probes = keys.filter((key) => probeKey.test(key)).map((key) => key.replace(probeKey, ""));
  expect(new Set(probes).size).toBeGreaterThan(40);
  const { missing, unknown } = strangersOf("docs/probes.md", probes, named);
  // The figures of a report stand in a table, too.
  expect([missing, unknown.filter((path) => path.includes(".") && !path.startsWith("<id>"))]).toEqual([[], []]);
});

/** Where the schema has a group of free names, `<id>` is any of them; a choice has the key in one of its parts. */
const partOf = (schema: Schema, [key, ...rest]: readonly string[]): Schema | undefined => {
  if (key === undefined) return schema;
  const { properties = {}, additionalProperties: free, anyOf = [] } = schema;
  const named = key === "<id>" && typeof free === "object" ? free : properties[key];
  if (named !== undefined) return partOf(named, rest);
  return anyOf.map((one) => partOf(one, [key, ...rest])).find((found) => found !== undefined);
};

test("the page about headgate.yaml has the defaults of the schema for how verdicts are reached", () => {
  const rows = rowsOf("docs/headgate-yaml.md", (word) => /^(?:analysis|guardrails)\./.test(word));
  const told = rows.map(([path, value]) => [plain(path), plain(value)] as const);
  const known = told.map(([path]) => [path, partOf(headgateSchema() as Schema, path.split("."))?.default] as const);
  const isPlain = (_: unknown, i: number): boolean => typeof known[i]?.[1] !== "object";
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter(isPlain)).toEqual(known.filter(isPlain).map(([path, value]) => [path, String(value)]));
});

describe("the architecture page", () => {
  const roots = [
    "compose",
    "compose-access",
    "compose-channels",
    "compose-drivers",
    "compose-probes",
    "compose-remote",
    "compose-server",
    "kept-project",
    "send-letter",
    "main",
    "process-io",
    "verify-target",
  ];
  const all = new Set(Object.keys(sources).map((path) => path.split("/")[1]!.replace(/\.ts$/, "")));
  const rooms = [...all].filter((room) => !roots.includes(room));
  const isFile = (room: string): boolean => Object.hasOwn(sources, `src/${room}.ts`);
  const fileOf = (room: string): string => (isFile(room) ? `${room}.ts` : `${room}/planted.ts`);
  /** Asked of the rule itself: plant an import, and see whether it objects. */
  const may = (room: string, name: string): boolean =>
    violations({ [`src/${fileOf(room)}`]: `import "${name}";` }).length === 0;

  test.each(rooms)("says what %s may see, as the import rule does", (room) => {
    const up = isFile(room) ? "./" : "../";
    const sees = rooms.flatMap((other) => {
      if (other === room) return [];
      if (may(room, up + fileOf(other))) return [other];
      return may(room, `${up}${other}/port.ts`) ? [`${other}/port.ts`] : [];
    });
    const packages = [
      "@fastify/cookie",
      "@fastify/rate-limit",
      "@node-rs/argon2",
      "@simplewebauthn/browser",
      "@simplewebauthn/server",
      "@tanstack/react-query",
      "fastify",
      "node:fs",
      "nodemailer",
      "openid-client",
      "otpauth",
      "pg",
      "pino",
      "prom-client",
      "react",
      "react-dom",
      "rrule-temporal",
      "saxes",
      "ssh2",
      "undici",
      "uplot",
      "wouter",
      "yaml",
      "yauzl",
      "zod",
    ].filter((name) => may(room, name));
    const [row] = rowsOf("ARCHITECTURE.md", (word) => word === room);
    expect(coded(row?.[2]).toSorted()).toEqual(sees.toSorted());
    expect(coded(row?.[3]).toSorted()).toEqual(packages.map((name) => name.replace(":fs", "")).toSorted());
  });

  test("has every dependency", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, object>;
    const names = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((of) =>
      Object.keys(manifest[of] ?? {}),
    );
    const told = rowsOf("ARCHITECTURE.md", () => true).flatMap(([first]) => coded(first));
    expect(names.filter((name) => !told.includes(name))).toEqual([]);
  });
});

test("the glossary has every term, in order, each in one or two sentences", () => {
  const terms =
    "Account,Analysis,Approval,Attempt,Bake time,Baseline,Break-glass,Build,Candidate,Channel,Check,Comparison,Component,Conductor,Control,Deployment,Deputy,Drill,Driver,Duty,Emergency,Environment,Evidence,Failure,Feed,Floor,Freeze,Gate,Guardrail,Issue," +
    "Journal,Lead time,Margin,Notice,Permission,Post,Post-rollback analysis,Principal,Process,Proposal,Record,Reference,Release,Replay,Requirement,Rework,Rollback,Rollout,Room,Service,Session,Stage,Step,Strategy,Token,Trigger,Vault,Verdict,VEX document,Waiver,Warm-up,Weight,Window";
  const entries = [...proseOf("GLOSSARY.md").matchAll(/^\*\*(.+)\*\* – ((?:.+\n)+)/gm)];
  expect(entries.map(([, term]) => term)).toEqual(terms.split(","));
  for (const [, term, meaning = ""] of entries) expect([1, 2], term).toContain(meaning.match(/\.(?=\s)/g)?.length);
});
