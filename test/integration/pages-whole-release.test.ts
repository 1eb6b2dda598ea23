import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { type Done, workAtPages } from "../support/at-their-pages.ts";
import { hasChromium } from "../support/chromium.ts";
import { type ShopTeam, shopTeam } from "../support/shop-team.ts";
import { launch } from "../support/story-pages.ts";

const minute = 60_000;
const hasStarted = (done: readonly Done[]): boolean =>
  done.some(({ did, requirement }) => did === "started" && requirement === "production.deploy");

const enterRoom = async (page: Page): Promise<void> => {
  await page.getByRole("link", { name: "War room" }).click();
  await page.getByRole("heading", { level: 1, name: /^War room/ }).waitFor();
};

const says = (page: Page) => page.locator("main header p").first();

describe.skipIf(!hasChromium)("a whole release, by its people in their browsers", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test("a good build", async () => {
    await using team = await shopTeam(browser, "1.1.0");
    console.log("up", new Date().toISOString());
    const done = await workAtPages(team, hasStarted, 3 * minute);
    console.log(new Date().toISOString(), done.map(({ who, did, requirement }) => `${who} ${did} ${requirement}`).join("\n"));
  }, 5 * minute);
});
void [enterRoom, says, expect, openSqliteJournal, join];
export type { ShopTeam };
