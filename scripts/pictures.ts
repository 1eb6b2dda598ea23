// Pictures of the pages for docs, in docs/images/web: npm run build && npm run pictures
// With a folder named, every page in light, dark and on a telephone, to look at: npm run pictures -- FOLDER [NAME ...]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import {
  atTheChecklist,
  inValidation,
  onItsWay,
  type Pictured,
  toBeSigned,
  wentBack,
} from "../test/support/pictured-lives.ts";
import { launch, type StoryPages, storyPages } from "../test/support/story-pages.ts";

const stories = { atTheChecklist, inValidation, onItsWay, toBeSigned, wentBack } as const;
type Story = keyof typeof stories;

const looks = {
  light: { size: { width: 1200, height: 800 }, as: {} },
  dark: { size: { width: 1200, height: 800 }, as: { colorScheme: "dark" } },
  phone: { size: { width: 390, height: 844 }, as: { isMobile: true } },
} as const;
type Look = keyof typeof looks;

type Shot = {
  readonly name: string;
  readonly path: string;
  readonly person: string;
  /** How far down the page, in px. */
  readonly from?: number;
};
type Shots = Readonly<Record<Story, readonly Shot[]>>;

const at = "/releases/shop-1.1.0";

/** Every page, in the story in which it has most to say. */
const pages: Shots = {
  atTheChecklist: [
    { name: "sign-in", path: "/", person: "nobody" },
    { name: "invitation", path: "/invitation#opens-nothing", person: "nobody" },
    { name: "releases", path: "/", person: "cy" },
    { name: "release", path: at, person: "cy" },
    { name: "plan", path: `${at}/plan`, person: "gil" },
    { name: "checklist", path: `${at}/checklist`, person: "cy" },
    { name: "open", path: "/open", person: "ada" },
    { name: "another-build", path: `${at}/build`, person: "ada" },
    { name: "evidence", path: `${at}/requirements/checklist.backups`, person: "cy" },
    { name: "calendar", path: "/calendar", person: "gil" },
    { name: "environment", path: "/environments/production", person: "ada" },
    { name: "package", path: `${at}/package`, person: "ada" },
    { name: "service", path: "/service", person: "gil" },
    { name: "settings", path: "/settings", person: "ada" },
    { name: "nowhere", path: "/nowhere", person: "ada" },
  ],
  toBeSigned: [{ name: "approval", path: `${at}/requirements/A12`, person: "bo" }],
  onItsWay: [
    { name: "under-way", path: at, person: "cy" },
    { name: "war-room", path: `${at}/room`, person: "cy" },
    { name: "charts", path: `${at}/room`, person: "cy", from: 480 },
  ],
  wentBack: [
    { name: "rolled-back", path: `${at}/room`, person: "cy" },
    { name: "failure", path: `${at}/requirements/analysis.failure-1`, person: "di" },
    { name: "issues", path: `${at}/issues`, person: "eli" },
  ],
  inValidation: [
    { name: "validation", path: `${at}/validation`, person: "cy" },
    { name: "documents", path: `${at}/documents`, person: "gil" },
    { name: "controls", path: `${at}/controls`, person: "ivy" },
    { name: "history", path: `${at}/history`, person: "ivy" },
    { name: "figures", path: "/figures", person: "gil" },
  ],
};

/** What docs show. */
const kept: Readonly<Record<string, readonly Look[]>> = {
  releases: ["light", "phone"],
  release: ["light", "dark"],
  plan: ["light"],
  checklist: ["light"],
  evidence: ["light"],
  approval: ["light", "phone"],
  "war-room": ["light", "dark", "phone"],
  charts: ["light"],
  "rolled-back": ["light"],
  validation: ["light"],
  settings: ["light"],
};

const main = async ([folder, ...names]: readonly string[]): Promise<void> => {
  const to = folder ?? new URL("../docs/images/web", import.meta.url).pathname;
  mkdirSync(to, { recursive: true });
  const browser = await launch();
  for (const [story, shots] of Object.entries(pages) as [Story, readonly Shot[]][])
    await picture(
      browser,
      stories[story](),
      shots.filter(({ name }) => names.length === 0 || names.includes(name)),
      folder === undefined ? keptLooks : allLooks,
      to,
    );
  await browser.close();
};

const keptLooks = ({ name }: Shot): readonly Look[] => kept[name] ?? [];
const allLooks = (): readonly Look[] => ["light", "dark", "phone"];

type Choose = (shot: Shot) => readonly Look[];

const picture = async (browser: Browser, told: Pictured, shots: readonly Shot[], choose: Choose, to: string) => {
  await using story = await storyPages(browser, told);
  for (const shot of shots) for (const look of choose(shot)) await take(story, shot, look, to);
};

const take = async (story: StoryPages, { name, path, person, from = 0 }: Shot, look: Look, to: string) => {
  const page = await story.open(person, path, looks[look].size, { ...looks[look].as, locale: "en-GB" });
  if (name === "releases") await asIfItRan(page);
  await settled(page);
  await page.evaluate(`scrollTo(0, ${from})`);
  await page.screenshot({ path: join(to, `${name}-${look}.png`), animations: "disabled" });
  await page.context().close();
};

/** In a story no instance really runs, which the list of what is live would find. */
const asIfItRan = async (page: Page): Promise<void> => {
  await page.route("**/api/v1/environments", async (route) => {
    const response = await route.fetch();
    const { environments } = (await response.json()) as { environments: readonly object[] };
    await route.fulfill({ response, json: { environments: environments.map((one) => ({ ...one, findings: [] })) } });
  });
  await page.reload();
  await page.getByText("as released").first().waitFor();
};

/** Everything that was asked for is there, and drawn. */
const settled = async (page: Page): Promise<void> => {
  for (const one of await page.locator(".loading").all()) await one.waitFor({ state: "detached" });
};

await main(process.argv.slice(2));
