import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { loadProject } from "../../src/cli/project.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { manyReleases } from "../../test/support/many-releases.ts";
import { teamYaml } from "../../test/support/team-yaml.ts";
import { until } from "../../test/support/until.ts";
import { type Story, tellStory } from "./story.ts";

const headgate = fileURLToPath(new URL("../../bin/headgate", import.meta.url));

export type Served = AsyncDisposable & {
  readonly url: string;
  /** Headers of a person who is signed in. */
  as(person: string): { readonly authorization: string };
  /** An empty page in a browser of its own, with nothing in its cache. `before`: runs in each page before its scripts do. */
  fresh(person: string, options?: Opening): Promise<Page>;
  /** The same, on its way to an address. */
  open(person: string, path: string, options?: Opening): Promise<Page>;
  readonly story: Story;
};

type Opening = { readonly width?: number; readonly height?: number; readonly before?: () => void };

/**
 * `headgate serve` as a process of its own, under the limits that it ships with, over 10,000 releases of which 200 are
 * open, and `shop-1.1.0` with a canary under way.
 */
export const serveMany = async (browser: Browser, count = 10_000): Promise<Served> => {
  const home = await mkdtemp(join(tmpdir(), "headgate-bench-"));
  await writeFile(join(home, "headgate.yaml"), teamYaml);
  await writeFile(join(home, "server.yaml"), "administrators: [ada]\n");
  const { process: rules, config } = await loadProject(home);
  const state = join(home, ".headgate");
  await manyReleases(state, count, { open: count / 50, process: rules, config });
  const store = openSqliteJournal(state);
  const story = await tellStory(store, rules, config);
  const headers = Object.fromEntries(["ada", "bo"].map((id) => [id, tokenOf(home, id)]));
  const as = (person: string) => headers[person]!;
  const { child, url } = await start(home);
  // The first list reads every history; nobody's page is the first after a start in this bench.
  await fetch(`${url}/api/v1/releases`, { headers: as("ada") });
  const fresh: Served["fresh"] = async (person, { width = 1280, height = 900, before } = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, extraHTTPHeaders: as(person) });
    const page = await context.newPage();
    if (before !== undefined) await page.addInitScript(before);
    return page;
  };
  return {
    ...{ url, as, story, fresh },
    async open(person, path, options) {
      const page = await fresh(person, options);
      await page.goto(`${url}${path}`, { waitUntil: "commit" });
      return page;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await store[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
};

const tokenOf = (home: string, account: string): { readonly authorization: string } => {
  const args = ["token", "make", account, "--name", "bench", "--as", account, "--json"];
  const made = spawnSync(headgate, args, { cwd: home, encoding: "utf8" });
  return { authorization: `Bearer ${(JSON.parse(made.stdout) as { text: string }).text}` };
};

const start = async (home: string) => {
  const child = spawn(headgate, ["serve", "--no-conduct", "--port", "0"], {
    cwd: home,
    env: { ...process.env, HEADGATE_LOG: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await until("the server listens", () => /listens at \S+/.test(said), 30_000);
  return { child, url: /listens at (\S+)/.exec(said)![1]! };
};
