import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env as processEnv } from "node:process";
import pino, { type DestinationStream } from "pino";
import type { Route } from "../../src/api/route.ts";
import { type Composed, compose } from "../../src/compose.ts";
import { showProblem } from "../../src/config/read-document.ts";
import { loadServerSettings } from "../../src/config/server-settings.ts";
import { type Permission, permissions } from "../../src/domain/access/permission.ts";
import { type Instant, instant } from "../../src/domain/units.ts";
import { keepZippedBuild } from "../../src/drivers/builds/keep-zipped-build.ts";
import { AppError } from "../../src/errors.ts";
import type { Vault } from "../../src/journal/port.ts";
import { keptProject } from "../../src/kept-project.ts";
import { sendLetter } from "../../src/send-letter.ts";
import { type AccessDeps, accessDeps } from "../../src/server/access/access-deps.ts";
import { createGatekeeper } from "../../src/server/access/create-gatekeeper.ts";
import { peopleNow } from "../../src/server/access/people-now.ts";
import type { Letter } from "../../src/server/access/tell-accounts.ts";
import type { Gatekeeper } from "../../src/server/gatekeeper.ts";
import { openHooks } from "../../src/server/hooks/open-hooks.ts";
import { type PerMinute, perMinute as usual } from "../../src/server/limits.ts";
import type { Pages } from "../../src/server/load-pages.ts";
import type { Patience } from "../../src/server/patience.ts";
import { placeOfBuild } from "../../src/server/place-of-build.ts";
import { runServer } from "../../src/server/run-server.ts";
import { serverLog } from "../../src/server/server-log.ts";
import { folder } from "./folder.ts";
import { teamYaml } from "./team-yaml.ts";

/** What somebody may do here who only shows their name as a token; the real gatekeeper has tests of its own. */
export const allowed = (person: string): readonly Permission[] =>
  person === "max"
    ? ["see"]
    : person === "bot"
      ? ["see", "prepare", "operate"]
      : person === "ada"
        ? permissions
        : [...permissions].slice(0, 4);

export type Turned = { readonly person: string; readonly route: string; readonly code: string };

/** Lets in whoever shows the id of one of these people as their token, and asks them for nothing when they sign. */
const openGate = (
  people: readonly { id: string; name: string; kind: "human" | "agent" }[],
  turned: Turned[],
): Gatekeeper => ({
  async authenticate({ authorization }) {
    if (authorization === undefined) return null;
    const id = authorization.replace("Bearer ", "");
    const person = people.find((one) => one.id === id);
    if (person === undefined) throw new AppError("NOT_SIGNED_IN", {});
    return { person, permissions: new Set(allowed(id)), by: { kind: "token", id: `t-${id}` } };
  },
  async reauthenticate() {
    return "password";
  },
  async refused(who, { route, code }) {
    turned.push({ person: who?.person.id ?? "", route, code });
  },
});

export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };

export type ServedHome = AsyncDisposable & {
  readonly url: string;
  readonly home: string;
  readonly engine: Composed;
  readonly access: AccessDeps;
  readonly routes: readonly Route[];
  readonly turned: readonly Turned[];
  /** One request as this person; null = as nobody. */
  ask(
    as: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** As a signal does. */
  stop(): Promise<void>;
  /** Opens shop-<version> with a build of one file. */
  open(version: string, as?: string): Promise<Answer>;
};

export type ServedFolder = AsyncDisposable & {
  readonly url: string;
  readonly access: AccessDeps;
  readonly routes: readonly Route[];
  readonly turned: readonly Turned[];
  stop(): Promise<void>;
};

type Around = {
  /** server.yaml; null: there is none. */
  readonly settings?: string | null;
  /** Variables that it names. */
  readonly env?: Readonly<Record<string, string>>;
  /** `real`: by accounts, sessions and tokens, which `access` makes. */
  readonly gate?: "open" | "real";
  readonly now?: () => Instant;
  readonly perMinute?: PerMinute;
  readonly behindProxy?: readonly string[];
  readonly patience?: Patience;
  /** What browsers get; absent: an API alone. */
  readonly pages?: Pages | null;
  /** Where its log goes; else nowhere. */
  readonly logTo?: DestinationStream;
  /** Stands between the server and its vault. */
  readonly vaultOver?: (vault: Vault) => Vault;
};

/** A server in this process over a folder of headgate.yaml, on a free port. */
export const serveFolder = async (
  home: string,
  engine: Composed,
  {
    settings: written = null,
    env = {},
    gate = "open",
    now = () => instant(Date.now()),
    perMinute = usual,
    behindProxy = [],
    patience,
    pages,
    logTo,
    vaultOver = (vault) => vault,
  }: Around = {},
): Promise<ServedFolder> => {
  const turned: Turned[] = [];
  const project = keptProject(home);
  const { config } = await project();
  const settings = loadServerSettings("server.yaml", written, config.people);
  if (!settings.ok) throw new Error(settings.problems.map(showProblem).join("\n"));
  const access = accessDeps({
    ...{ vault: engine.vault, journal: engine.journal, now, settings: settings.value, env },
    people: peopleNow(project),
  });
  const house = {
    engine,
    ...engine,
    vault: vaultOver(engine.vault),
    access,
    gate: gate === "real" ? createGatekeeper(access) : openGate(config.people, turned),
    hooks: openHooks(settings.value.webhooks, access.secretOf),
    send: async (letter: Letter) => sendLetter(engine, config, letter),
    project,
    keepBuild: (zip: string) => keepZippedBuild(engine.keepBuild, zip),
    placeOfBuild: (build: string) => placeOfBuild(build, engine.placeOfBuild),
    uploads: join(home, ".headgate", "uploads"),
    version: "0.0.0",
  };
  const server = await runServer(house, {
    listen: { host: "127.0.0.1", port: 0 },
    url: "http://localhost",
    behindProxy,
    log: logTo === undefined ? pino({ level: processEnv.HEADGATE_LOG ?? "silent" }) : serverLog("info", logTo),
    ...{ now, digestOf: engine.digestOf, perMinute, patience },
    ...(pages === undefined ? {} : { pages }),
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= server.stop();
    return stopped;
  };
  return {
    url: server.address,
    access,
    routes: server.routes,
    turned,
    stop,
    [Symbol.asyncDispose]: stop,
  };
};

/** The same over a folder of its own. */
export const serveHome = async ({
  yaml = teamYaml,
  over,
  now = () => instant(Date.now()),
  ...around
}: Around & {
  readonly yaml?: string /** A folder that is there already. */;
  readonly over?: string;
} = {}): Promise<ServedHome> => {
  const dir = await folder();
  const home = over ?? dir.path;
  if (over === undefined) await writeFile(join(home, "headgate.yaml"), yaml);
  const engine = await compose({ home, state: join(home, ".headgate"), now });
  const server = await serveFolder(home, engine, { now, ...around });
  const { url, access, routes, turned } = server;
  const ask: ServedHome["ask"] = async (as, method, path, body, headers = {}) => {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(as === null ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { "content-type": isBytes ? "application/octet-stream" : "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  return {
    ...{ url, home, engine, access, routes, turned, ask },
    stop: server.stop,
    async open(version, as = "ada") {
      const build = join(home, "builds-here", version);
      await mkdir(build, { recursive: true });
      await writeFile(join(build, "server.mjs"), `// ${version}\n`);
      const body = { version, build: await engine.keepBuild(build), commit: "4f2a91c", authors: ["zoe@example.test"] };
      return ask(as, "POST", "/api/v1/releases", body);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
};
