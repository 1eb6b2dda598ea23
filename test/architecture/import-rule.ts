import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

/**
 * Who may import whom: room → the rooms and packages that it may see. `node` stands for all of `node:*`. A room sees
 * itself; `ports` are the `port.ts` files. Type imports count as well: a name is a dependency.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  analysis: ["domain"],
  // ADR 0014: pure as well; the domain gets the stretches and knows no rule.
  recurrence: ["domain", "pkg:rrule-temporal"],
  // ADR 0006: pure parsers, without input or output of their own.
  evidence: ["domain", "pkg:saxes", "pkg:zod"],
  documents: ["domain"],
  errors: ["domain"],
  config: ["domain", "errors", "process", "evidence", "recurrence", "pkg:zod", "pkg:yaml"],
  process: ["domain", "errors", "config", "pkg:zod", "pkg:yaml"],
  journal: ["domain", "errors", "below", "node", "pkg:pg", "pkg:zod"],
  drivers: [
    "domain",
    "errors",
    "analysis",
    "journal:port",
    "below",
    "free-port",
    "webhook-signature",
    "node",
    "pkg:nodemailer",
    "pkg:ssh2",
    "pkg:undici",
    "pkg:yauzl",
    "pkg:zod",
  ],
  probes: ["domain", "errors", "drivers:port", "below", "node", "pkg:pg", "pkg:zod"],
  conductor: [
    "domain",
    "analysis",
    "evidence",
    "documents",
    "recurrence",
    "config",
    "errors",
    "drivers:port",
    "journal:port",
    "probes",
    "node",
    "pkg:zod",
  ],
  api: ["domain", "analysis", "config", "conductor", "documents", "errors", "pkg:zod"],
  cli: [
    "api",
    "domain",
    "config",
    "process",
    "conductor",
    "documents",
    "errors",
    "journal:port",
    "node",
    "pkg:zod",
    "pkg:yaml",
  ],
  server: [
    "api",
    "domain",
    "config",
    "process",
    "conductor",
    "documents",
    "errors",
    "journal:port",
    "webhook-signature",
    "node",
    "pkg:@fastify/cookie",
    "pkg:@fastify/rate-limit",
    "pkg:@node-rs/argon2",
    "pkg:@simplewebauthn/server",
    "pkg:fastify",
    "pkg:openid-client",
    "pkg:otpauth",
    "pkg:pino",
    "pkg:prom-client",
    "pkg:zod",
  ],
  // The browser asks by route; what it shows is made from answers.
  web: [
    "api",
    "errors",
    "pkg:@simplewebauthn/browser",
    "pkg:@tanstack/react-query",
    "pkg:react",
    "pkg:react-dom",
    "pkg:uplot",
    "pkg:wouter",
  ],
  demo: [
    "analysis",
    "api",
    "domain",
    "config",
    "process",
    "conductor",
    "cli",
    "journal:port",
    "evidence",
    "errors",
    "free-port",
    "node",
    "pkg:undici",
    "pkg:yaml",
  ],
  below: ["node"],
  "free-port": ["node"],
  // One form for calls that come and calls that go.
  "webhook-signature": ["node"],
  compose: ["*"],
  "compose-access": ["*"],
  "compose-channels": ["*"],
  "compose-drivers": ["*"],
  "compose-probes": ["*"],
  "compose-remote": ["*"],
  "compose-server": ["*"],
  "kept-project": ["*"],
  main: ["*"],
  "process-io": ["*"],
  "send-letter": ["*"],
  "verify-target": ["*"],
};

export type Sources = Readonly<Record<string, string>>;

const importForm =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/g;

const specifiers = (source: string): readonly string[] =>
  [...source.matchAll(importForm)].map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? "");

/** `src/drivers/port.ts` → room `drivers`, or `drivers:port` for what only its port may be seen through. */
const roomOf = (path: string): string => {
  const [, first = "", second] = path.split("/");
  return second === undefined ? first.replace(/\.ts$/, "") : first;
};

const nameOf = (from: string, specifier: string): string => {
  if (specifier.startsWith("node:")) return "node";
  if (!specifier.startsWith("."))
    return `pkg:${specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/")}`;
  return normalize(join(dirname(from), specifier))
    .split(sep)
    .join("/");
};

/** Every import that the rule forbids, as `file → what: why`. */
export const violations = (sources: Sources): readonly string[] =>
  Object.entries(sources).flatMap(([path, source]) => {
    const room = roomOf(path);
    const allowed = mayImport[room];
    if (allowed === undefined) return [`${path}: ${room} is no room of this house`];
    if (allowed.includes("*")) return [];
    return specifiers(source)
      .map((specifier) => nameOf(path, specifier))
      .filter((name) => !isAllowed(room, allowed, name))
      .map((name) => `${path} → ${name}: ${room} may not see it`);
  });

const isAllowed = (room: string, allowed: readonly string[], name: string): boolean => {
  if (name === "node" || name.startsWith("pkg:")) return allowed.includes(name);
  const to = roomOf(name);
  return to === room || allowed.includes(to) || (name === `src/${to}/port.ts` && allowed.includes(`${to}:port`));
};

/** Files that import each other in a circle, as one line per circle. Type imports do not run and are left out. */
export const cycles = (sources: Sources): readonly string[] => {
  const edges = new Map(
    Object.entries(sources).map(([path, source]) => {
      const running = source.replace(/(?:^|\n)\s*(?:import|export)\s+type\s[^;]*?from\s*["'][^"']+["'];?/g, "\n");
      return [
        path,
        specifiers(running)
          .map((specifier) => nameOf(path, specifier))
          .filter((to) => to in sources),
      ];
    }),
  );
  const [found, done]: [string[], Set<string>] = [[], new Set()];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(" → "));
    else if (!done.has(path)) {
      for (const to of edges.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    }
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
};

/** The program's own sources, tests left out, by path from the root of the repository. */
export const ownSources = (root: string): Sources =>
  Object.fromEntries(
    readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]),
  );

/** What a pure room may never call: the clock, chance, the network. */
const impure =
  /\b(Date\.now|Math\.random|performance\.now|Temporal\.Now\.\w+|setTimeout|setInterval|fetch|crypto\.\w+)\(|new Date\(\)/;

export const impurities = (sources: Sources): readonly string[] =>
  Object.entries(sources)
    .filter(([path]) => ["domain", "analysis", "evidence", "documents", "recurrence"].includes(roomOf(path)))
    .flatMap(
      ([path, source]) =>
        impure
          .exec(source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""))
          ?.slice(0, 1)
          .map((call) => `${path}: ${call}`) ?? [],
    );
