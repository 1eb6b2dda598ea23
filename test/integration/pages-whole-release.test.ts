import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ShopVersion } from "../../src/demo/builds.ts";
import { author } from "../../src/demo/people.ts";
import { buildFolder } from "../../src/demo/scene.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { type Done, workAtPages } from "../support/at-their-pages.ts";
import { hasChromium } from "../support/chromium.ts";
import { type ShopTeam, shopTeam } from "../support/shop-team.ts";
import { launch } from "../support/story-pages.ts";
import { zipOf } from "../support/zip.ts";

const minute = 60_000;
const hasStartedProduction = (done: readonly Done[]): boolean =>
  done.some(({ did, requirement }) => did === "started" && requirement === "production.deploy");

describe.skipIf(!hasChromium)("a whole release, by its people, each at a browser of their own", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test(
    "R20, R88: nine people; a faulty canary goes back before their eyes; they bring another build; the server is killed in the middle, and the release is closed",
    async () => {
      await using team = await shopTeam(browser, "1.2.0");
      const { ada, bo, di } = team.pages;
      const everybody = Object.values(team.pages);

      const faulty = await team.pipeline("1.2.0");
      await workAtPages(team, faulty, hasStartedProduction, 6 * minute);
      await Promise.all(everybody.map((page) => enterRoom(page, team.release)));
      // The way back may be over before a page has asked again.
      const back = atAll(everybody, /(goes back to|is back on) 1\.0\.0: Harm in errors/, 4 * minute);
      await team.users(200);
      await back;
      await atAll(everybody, "production is back on 1.0.0: Harm in errors", minute);
      for (const page of everybody) await heard(page, "all traffic back on the baseline");
      await team.users(20);

      await workAtPages(team, faulty, isUnderstood, 2 * minute);
      await bringAnother(team, "1.1.0");
      const good = await team.pipeline("1.1.0");
      const before = await workAtPages(team, good, hasStartedProduction, 6 * minute);
      await team.users(200);
      await Promise.all(everybody.map((page) => enterRoom(page, team.release)));
      await say(ada, "note", "the queue is as long as always");
      await isSaid(ada);
      for (const [kind, text] of [
        ["decision", "we go on"],
        ["message", "orders may take a minute"],
      ] as const) {
        await say(di, kind, text);
        await isSaid(di);
      }
      for (const page of everybody) {
        await heard(page, "the queue is as long as always");
        await heard(page, "we go on");
        await heard(page, "orders may take a minute");
        await heard(page, "candidate at 25 %", minute);
      }

      await team.killServer();
      for (const page of everybody) await page.getByText("No connection to the server").waitFor();
      await say(ada, "note", "nobody hears me");
      await ada.getByRole("alert").getByText("SERVER_UNREACHABLE").waitFor();
      expect(await words(ada).inputValue()).toBe("nobody hears me");
      await team.startServer();
      for (const page of everybody)
        await page.getByText("No connection to the server").waitFor({ state: "detached", timeout: minute });
      await ada.getByRole("button", { name: "Write it down" }).click();
      for (const page of [ada, bo, di]) await heard(page, "nobody hears me");
      await atAll(everybody, "1.1.0 serves all of production; the way back is kept.", 5 * minute);

      const done = [...before, ...(await workAtPages(team, good, isSignedOff, 6 * minute))];
      await Promise.all(everybody.map((page) => enterHome(page, team.release)));
      await atAll(everybody, "It is closed: everything that it owed is there.", minute);

      const kept = await history(team);
      const said = ["the queue is as long as always", "we go on", "orders may take a minute", "nobody hears me"];
      expect(kept.notes).toEqual(said);
      expect(readFileSync(join(team.scene.home, "outbox.jsonl"), "utf8")).toContain("orders may take a minute");
      const signed = kept.signed.map(({ requirement, shownDigest }) => `${requirement} for ${shownDigest}`);
      expect(signed.length).toBe(new Set(signed).size);
      expect(new Set(kept.signed.map(({ requirement }) => requirement))).toEqual(new Set(doneBy(done, "signed")));
      const once = ["staging drill", "staging deploy", "production deploy"];
      expect(kept.rollouts).toEqual([...once, ...once]);
      expect(kept.people).toEqual(expect.arrayContaining(Object.keys(team.pages)));
      expect(await team.headgate("verify")).toContain("fits");
      expect(await team.headgate("verify", kept.record)).toContain("fits");
    },
    25 * minute,
  );
});

/** What a rollback teaches is written down. */
const isUnderstood = (done: readonly Done[]): boolean =>
  doneBy(done, "filed").some((one) => one.startsWith("analysis."));

const isSignedOff = (done: readonly Done[]): boolean =>
  ["A27", "A28", "A29"].every((one) => doneBy(done, "signed").includes(one));

/** From the release's first page, as whoever leads it would. */
const bringAnother = async ({ scene, release, pages: { ada } }: ShopTeam, version: ShopVersion): Promise<void> => {
  await enterHome(ada, release);
  await ada.getByRole("link", { name: "Bring another build" }).click();
  await ada.getByLabel("Version").fill(version);
  const folder = buildFolder(scene, version);
  const files = readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name)) }));
  const zip = { name: "build.zip", mimeType: "application/zip", buffer: zipOf(files) };
  await ada.getByLabel("Its folder as a zip file").setInputFiles(zip);
  await ada.getByLabel("Commit").fill("77ab01e");
  await ada.getByLabel("Authors").fill(author);
  await ada.getByLabel("What was wrong with the old one").fill("it ran out of slots under load");
  await ada.getByLabel("Its root cause").fill("nothing gives a slot back");
  await ada.getByLabel("Where the fix can be read").fill("https://git.example.test/shop/12");
  await ada.getByRole("button", { name: "Replace the build" }).click();
  await ada.locator("h1", { hasText: `shop ${version}` }).waitFor();
};

const enterHome = async (page: Page, release: string): Promise<void> => {
  await page.getByRole("link", { name: "Releases", exact: true }).click();
  await page.locator(`table a[href="/releases/${release}"]`).click();
  await page.getByRole("heading", { level: 1, name: /^shop/ }).waitFor();
};

const enterRoom = async (page: Page, release: string): Promise<void> => {
  await enterHome(page, release);
  await page.getByRole("link", { name: "War room" }).click();
  await page.getByRole("heading", { level: 1, name: /^War room/ }).waitFor();
};

/** What the room says first. */
const atAll = async (pages: readonly Page[], text: string | RegExp, within: number): Promise<void> => {
  await Promise.all(pages.map((page) => page.locator("header").getByText(text).first().waitFor({ timeout: within })));
};

const words = (page: Page) => page.getByLabel("What was seen or decided");

const say = async (page: Page, kind: "note" | "decision" | "message", text: string): Promise<void> => {
  await words(page).fill(text);
  await page.locator('select[name="kind"]').selectOption(kind);
  await page.getByRole("button", { name: "Write it down" }).click();
};

/** It is written down, and the form is ready for the next words. */
const isSaid = (page: Page): Promise<void> => expect.poll(() => words(page).inputValue(), { timeout: 30_000 }).toBe("");

const heard = (page: Page, text: string, within = 30_000): Promise<void> =>
  page.getByRole("log", { name: "Log" }).getByText(text).first().waitFor({ timeout: within });

const doneBy = (done: readonly Done[], how: Done["did"]): readonly string[] =>
  done.filter(({ did }) => did === how).map(({ requirement }) => requirement);

/** What stands in the journal, in its order. */
const history = async ({ scene, release }: ShopTeam) => {
  await using store = openSqliteJournal(join(scene.home, ".headgate"));
  const entries = await store.journal.read(`release/${release}`);
  const of = <T>(type: string): readonly T[] => entries.filter((one) => one.type === type).map(({ data }) => data as T);
  return {
    notes: of<{ text: string }>("NoteTaken").map(({ text }) => text),
    signed: of<{ requirement: string; shownDigest: string }>("ApprovalGiven"),
    people: [...new Set(entries.filter(({ actor }) => actor.kind === "human").map(({ actor }) => actor.id))],
    record: of<{ folder: string }>("RecordSealed").at(-1)?.folder ?? "",
    rollouts: of<{ environment: string; purpose: string }>("RolloutRequested").map(
      ({ environment, purpose }) => `${environment} ${purpose}`,
    ),
  };
};
