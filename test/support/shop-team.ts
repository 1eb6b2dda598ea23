import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { parse, stringify } from "yaml";
import type { ShopVersion } from "../../src/demo/builds.ts";
import { startChild } from "../../src/demo/child.ts";
import { testBuild } from "../../src/demo/ci.ts";
import { type Load, startLoad } from "../../src/demo/load.ts";
import { author } from "../../src/demo/people.ts";
import { buildFolder, type Scene, setScene, setTable } from "../../src/demo/scene.ts";
import { freePort } from "../../src/free-port.ts";
import { comeIn } from "./come-in.ts";
import { endLeftRunning } from "./headgate.ts";
import { type Running, startHeadgateWith } from "./start-headgate.ts";
import { until } from "./until.ts";

/** One person for each role, so that nobody signs in two. */
const people = {
  ada: { name: "Ada Reyes", roles: ["devops-lead"] },
  bo: { name: "Bo Lind", roles: ["sre"] },
  cy: { name: "Cy Adeyemi", roles: ["tech-lead"] },
  di: { name: "Di Moreau", roles: ["product-owner"] },
  ed: { name: "Ed Quist", roles: ["executive-sponsor"] },
  fay: { name: "Fay Okafor", roles: ["qa-lead"] },
  gil: { name: "Gil Sato", roles: ["compliance-officer"] },
  hal: { name: "Hal Ek", roles: ["project-manager"] },
  ivy: { name: "Ivy Marsh", roles: ["security-lead"] },
} as const;

export type PersonId = keyof typeof people;
const everybody = Object.keys(people) as readonly PersonId[];

/** The people of the shop, each signed in at a browser of their own, over a server in a process of its own. */
export type ShopTeam = AsyncDisposable & {
  readonly scene: Scene;
  readonly release: string;
  readonly pages: Readonly<Record<PersonId, Page>>;
  /** The pipeline tests the build of this version that the release has now; the folder of what it found out. */
  pipeline(version: ShopVersion): Promise<string>;
  /** One call of the command line; what it printed. */
  headgate(...argv: readonly string[]): Promise<string>;
  /** So many requests a second in production from now on. */
  users(ratePerSecond: number): Promise<void>;
  /** As a power cut would. */
  killServer(): Promise<void>;
  /** On the same port, over the same folder. */
  startServer(): Promise<void>;
};

/** 1.0.0 runs and is used; a release of this version is open. */
export const shopTeam = async (browser: Browser, version: ShopVersion): Promise<ShopTeam> => {
  const scene = await setScene();
  const after = new AsyncDisposableStack();
  try {
    after.defer(() => rm(scene.home, { recursive: true, force: true, maxRetries: 3 }));
    after.defer(() => endLeftRunning(scene.home));
    const payments = { PORT: String(scene.ports.payments), PAYMENTS_KEY: "demo" };
    after.use(
      await startChild([join(import.meta.dirname, "../../src/demo/shop/payments-stub.mjs")], scene.home, payments),
    );
    await asNine(join(scene.home, "headgate.yaml"));
    const headgate = caller(scene.home);
    const server = await serverIn(scene.home);
    after.defer(server.kill);
    await Promise.all([server.start(), adopt(scene, headgate)]);
    const load = loadOn(scene);
    after.defer(load.stop);
    await load.of(20);
    after.defer(async () => void (await Promise.all(browser.contexts().map((context) => context.close()))));
    const [pages, release] = await Promise.all([signIn(browser, headgate), open(scene, version, headgate)]);
    return {
      ...{ scene, pages, headgate, release },
      pipeline: (version) => pipelineOf(scene, release, version, headgate),
      users: load.of,
      killServer: server.kill,
      startServer: server.start,
      [Symbol.asyncDispose]: () => after.disposeAsync(),
    };
  } catch (error) {
    await after.disposeAsync();
    throw error;
  }
};

/** By nine people; and four steps show no more than two, and take twice as long. */
const asNine = async (path: string): Promise<void> => {
  const config: object = parse(await readFile(path, "utf8"));
  const named = everybody.map((id) => [id, { ...people[id], email: `${id}@example.test` }] as const);
  const strategy = { canary: [25, 100].map((weight) => ({ weight, bake: "4s" })) };
  await writeFile(
    path,
    stringify({ ...config, people: Object.fromEntries(named), strategy }, { aliasDuplicateObjects: false }),
  );
};

type Headgate = ShopTeam["headgate"];

/** What the shop's processes need to know, and no file says. */
const env = { SHOP_PAYMENTS_KEY: "demo" };

const caller =
  (home: string): Headgate =>
  async (...argv) => {
    await using call = startHeadgateWith(env, home, ...argv);
    const exit = await call.exit;
    if (exit !== 0) throw new Error(`headgate ${argv.join(" ")}: ${exit}: ${call.said()}`);
    return call.said();
  };

const loadOn = (scene: Scene) => {
  let now: Load | null = null;
  const stop = async (): Promise<void> => void (await now?.stop());
  const of = async (ratePerSecond: number): Promise<void> => {
    await stop();
    now = startLoad({ url: `http://127.0.0.1:${scene.ports.production}`, ratePerSecond, seed: 7 });
  };
  return { of, stop };
};

const serverIn = async (home: string) => {
  const port = await freePort();
  await writeFile(
    join(home, "server.yaml"),
    `listen: { port: ${port} }\nurl: http://localhost:${port}\nadministrators: [ada]\n`,
  );
  let running: Running | null = null;
  return {
    async start() {
      const server = startHeadgateWith({ ...env, HEADGATE_LOG: "error" }, home, "serve");
      running = server;
      await until("the server listens", () => server.said().includes("listens at"), 60_000);
    },
    async kill() {
      await running?.signal("SIGKILL");
    },
  };
};

const adopt = async (scene: Scene, headgate: Headgate): Promise<void> => {
  for (const environment of ["staging", "production"])
    await headgate(
      ...["adopt", environment, "--build", buildFolder(scene, "1.0.0"), "--version", "1.0.0"],
      ...["--reason", "It has served us well.", "--as", "ada"],
    );
};

const open = async (scene: Scene, version: ShopVersion, headgate: Headgate): Promise<string> => {
  await headgate(
    ...["open", "--version", version, "--build", buildFolder(scene, version), "--commit", "4f2a91c"],
    ...["--author", author, "--as", "ada"],
  );
  return `shop-${version}`;
};

const pipelineOf = async (scene: Scene, release: string, version: ShopVersion, headgate: Headgate): Promise<string> => {
  setTable(scene, version, Date.now(), true);
  const { digest } = JSON.parse(await headgate("status", release, "--json")) as { digest: string };
  return testBuild(scene, version, digest, Date.now);
};

const signIn = async (browser: Browser, headgate: Headgate): Promise<ShopTeam["pages"]> => {
  const pages = everybody.map(async (id) => {
    const told = await headgate("account", "invite", id, "--as", "ada");
    return [id, await comeIn(browser, told, id)] as const;
  });
  return Object.fromEntries(await Promise.all(pages)) as ShopTeam["pages"];
};
