import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { type Done, workAtPages } from "../support/at-their-pages.ts";
import { hasChromium } from "../support/chromium.ts";
import { type ShopTeam, shopTeam } from "../support/shop-team.ts";
import { launch } from "../support/story-pages.ts";

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
    "R20, R88: from the reports to production; the server is killed in the middle of it, and nothing is lost or done twice",
    async () => {
      await using team = await shopTeam(browser, { version: "1.1.0" });
      const { ada, bo, di } = team.pages;
      const done = await workAtPages(team, hasStartedProduction, 5 * minute);
      await team.users(200);
      await Promise.all([ada, bo, di].map((page) => enterRoom(page, team.release)));
      await say(ada, "note", "the queue is as long as always");
      await say(di, "decision", "we go on");
      for (const page of [ada, bo, di]) {
        await heard(page, "the queue is as long as always");
        await heard(page, "we go on");
      }
      for (const page of [ada, bo, di]) await heard(page, "candidate at 25 %", minute);

      await team.killServer();
      const everybody = Object.values(team.pages);
      for (const page of everybody) await page.getByText("No connection to the server").waitFor();
      await say(ada, "note", "nobody hears me");
      await ada.getByRole("alert").getByText("SERVER_UNREACHABLE").waitFor();
      expect(await words(ada).inputValue()).toBe("nobody hears me");
      await team.startServer();
      for (const page of everybody)
        await page.getByText("No connection to the server").waitFor({ state: "detached", timeout: minute });
      await ada.getByRole("button", { name: "Write it down" }).click();
      for (const page of [ada, bo, di]) await heard(page, "nobody hears me");

      await atAll([ada, bo, di], "1.1.0 serves all of production; the way back is kept.", 5 * minute);
      const kept = await history(team);
      expect(kept.notes).toEqual(["the queue is as long as always", "we go on", "nobody hears me"]);
      const signed = kept.signed.map(({ requirement, shownDigest }) => `${requirement} for ${shownDigest}`);
      expect(signed.length).toBe(new Set(signed).size);
      expect(new Set(kept.signed.map(({ requirement }) => requirement))).toEqual(new Set(doneBy(done, "signed")));
      expect(kept.rollouts).toEqual(["staging drill", "staging deploy", "production deploy"]);
      expect(await team.headgate("verify")).toContain("fits");
    },
    16 * minute,
  );

  test(
    "R20, R88: a faulty build is brought back by itself, and everybody in the war room sees it",
    async () => {
      await using team = await shopTeam(browser, { version: "1.2.0", emergency: "payments fail since 09:40" });
      const { ada, bo } = team.pages;
      await workAtPages(team, hasStartedProduction, 6 * minute);
      await Promise.all([ada, bo].map((page) => enterRoom(page, team.release)));
      // The way back may be over before a page has asked again.
      const back = atAll([ada, bo], /(goes back to|is back on) 1\.0\.0: Harm in errors/, 4 * minute);
      await team.users(200);
      await back;
      await atAll([ada, bo], "production is back on 1.0.0: Harm in errors", minute);
      for (const page of [ada, bo]) await heard(page, "all traffic back on the baseline");

      const filed = ({ did, requirement }: Done) => did === "filed" && requirement.startsWith("analysis.");
      await workAtPages(team, (all) => all.some(filed), 2 * minute);
      const { rollouts } = await history(team);
      expect(rollouts).toEqual(["staging drill", "staging deploy", "production deploy"]);
    },
    14 * minute,
  );
});

const enterRoom = async (page: Page, release: string): Promise<void> => {
  await page.getByRole("link", { name: "Releases", exact: true }).click();
  await page.getByRole("table").getByRole("link", { name: release }).first().click();
  await page.getByRole("link", { name: "War room" }).click();
  await page.getByRole("heading", { level: 1, name: /^War room/ }).waitFor();
};

/** What the room says first. */
const atAll = async (pages: readonly Page[], text: string | RegExp, within: number): Promise<void> => {
  await Promise.all(pages.map((page) => page.locator("header").getByText(text).first().waitFor({ timeout: within })));
};

const words = (page: Page) => page.getByLabel("What was seen or decided");

const say = async (page: Page, kind: "note" | "decision", text: string): Promise<void> => {
  await words(page).fill(text);
  await page.getByLabel("It is").selectOption(kind);
  await page.getByRole("button", { name: "Write it down" }).click();
};

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
    rollouts: of<{ environment: string; purpose: string }>("RolloutRequested").map(
      ({ environment, purpose }) => `${environment} ${purpose}`,
    ),
  };
};
