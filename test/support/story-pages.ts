import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { toEntry } from "../../src/conductor/entries.ts";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import { type EnvironmentEvent, environmentStream } from "../../src/domain/environment.ts";
import type { Actor } from "../../src/domain/release/commands.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Instant } from "../../src/domain/units.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { loadPages } from "../../src/server/load-pages.ts";
import { chromiumPath } from "./chromium.ts";
import { defaultProcess } from "./default-process.ts";
import { folder } from "./folder.ts";
import { openRelease, people } from "./release.ts";
import { type ServedHome, serveHome } from "./serve.ts";

/** The people of the stories of `release.ts`; the server lets them in by their names. */
const yaml = ({ more = "", staging = "" }: Pick<Told, "more" | "staging">): string =>
  [
    "service: shop",
    "owner: ada",
    "people:",
    ...people.map(({ id, name, kind, roles }) =>
      kind === "agent"
        ? `  ${id}: { name: ${name}, kind: agent, email: ${id}@example.org, for: ada }`
        : `  ${id}: { name: ${name}, email: ${id}@example.org, roles: [${roles.join(", ")}] }`,
    ),
    "environments:",
    `  staging: { instances: { command: [node, server.mjs] }, ${staging} }`,
    "  production: { instances: { command: [node, server.mjs] } }",
    more,
  ].join("\n");

type As = { readonly colorScheme?: "light" | "dark"; readonly isMobile?: boolean; readonly locale?: string };
type Size = { readonly width: number; readonly height: number };

export type StoryPages = AsyncDisposable & {
  readonly served: ServedHome;
  /** A page as this person sees it, once its heading is there. */
  open(person: string, path: string, size?: Size, as?: As): Promise<Page>;
};

export type Told = {
  /** What happened after it was opened. */
  readonly events: readonly ReleaseEvent[];
  readonly opened?: Parameters<typeof openRelease>[0];
  readonly now: Instant;
  /** What happened in its environments. */
  readonly places?: readonly { readonly environment: string; readonly event: EnvironmentEvent }[];
  /** Lines of headgate.yaml. */
  readonly more?: string;
  /** More of its staging. */
  readonly staging?: string;
};

/** The web application, as it was built, over a history that is there already: shop-1.1.0 under the default process. */
export const storyPages = async (
  browser: Browser,
  { events, opened, now, places = [], ...lines }: Told,
): Promise<StoryPages> => {
  const pages = await builtPages();
  const home = await folder();
  await writeFile(join(home.path, "headgate.yaml"), yaml(lines));
  const config = loadConfig("headgate.yaml", yaml(lines), defaultProcess);
  if (!config.ok) throw new Error(JSON.stringify(config));
  await tell(join(home.path, ".headgate"), config.value, opened ?? {}, events, places);
  const served = await serveHome({ over: home.path, now: () => now, pages });
  const open: StoryPages["open"] = async (person, path, viewport = { width: 1280, height: 900 }, as = {}) => {
    const context = await browser.newContext({
      ...as,
      viewport,
      extraHTTPHeaders: { authorization: `Bearer ${person}` },
    });
    const page = await context.newPage();
    await page.goto(`${served.url}${path}`);
    await page.locator("h1").waitFor();
    return page;
  };
  return {
    ...{ served, open },
    async [Symbol.asyncDispose]() {
      for (const context of browser.contexts()) await context.close();
      await served[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
};

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });

export const builtPages = async () => {
  const pages = await loadPages(new URL("../../dist/web", import.meta.url).pathname);
  if (pages === null) throw new Error("the pages are not built: npm run build");
  return pages;
};

const tell = async (
  state: string,
  config: Config,
  opened: NonNullable<Told["opened"]>,
  events: readonly ReleaseEvent[],
  places: NonNullable<Told["places"]>,
): Promise<void> => {
  await mkdir(state, { recursive: true });
  await using store = openSqliteJournal(state);
  const put = (value: unknown) => store.blobs.put(new TextEncoder().encode(JSON.stringify(value)));
  const pinned = { process: await put(defaultProcess), config: await put(config) };
  const all = [openRelease({ ...pinned, ...opened }), ...events];
  await store.journal.append(
    "release/shop-1.1.0",
    0,
    all.map((event) => toEntry(actorOf(event))(event)),
  );
  for (const [environment, told] of Map.groupBy(places, (one) => one.environment))
    await store.journal.append(
      environmentStream("shop", environment),
      0,
      told.map(({ event }) => toEntry({ kind: "human", id: "ada" })(event)),
    );
};

/** Whoever the event says did it; else Headgate itself. */
const actorOf = (event: ReleaseEvent): Actor => {
  const by = people.find(({ id }) => "by" in event && event.by === id);
  return by === undefined ? { kind: "system", id: "headgate" } : { kind: by.kind, id: by.id };
};
