import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freePort } from "../../src/free-port.ts";
import { hasChromium } from "../support/chromium.ts";
import { comeIn, password } from "../support/come-in.ts";
import { followGuide, hasTools } from "../support/guide.ts";
import { startHeadgateWith } from "../support/start-headgate.ts";
import { launch } from "../support/story-pages.ts";
import { until } from "../support/until.ts";

const headgate = resolve(import.meta.dirname, "../../bin/headgate");

test.runIf(hasTools("curl") && hasChromium)(
  "who follows the page of the first release has a service, a server, and a release with evidence; and finds each page and control that it names",
  { timeout: 420_000 },
  async () => {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const change = { 8090: String(ports[0]), 8091: String(ports[1]), 8092: String(ports[2]) };
    await using followed = await followGuide({ page: "docs/first-release.md", change });

    // Whatever became of the page: instances and routers outlive whoever started them.
    for (const place of ["staging", "production"])
      spawnSync(headgate, ["down", place, "--reason", "the test is over", "--as", "ada"], { cwd: followed.path });
    expect(followed.exit, followed.said).toBe(0);
    for (const told of ["shop 1.0.0", `http://localhost:${ports[0]}/invitation#`, "shop-1.1.0", "tests.xml"])
      expect(followed.said).toContain(told);
    expect(readdirSync(followed.path)).toEqual(expect.arrayContaining(["plan.txt", "status.txt", "invitation.txt"]));
    await clickThrough(followed.path);
  },
);

/** What the page names, clicked in its order from step 4 on. */
const clickThrough = async (home: string): Promise<void> => {
  await using server = startHeadgateWith({ HEADGATE_LOG: "error" }, home, "serve");
  await until("the server listens", () => server.said().includes("listens at"), 60_000);
  const browser = await launch();
  try {
    const ada = await comeIn(browser, readFileSync(join(home, "invitation.txt"), "utf8"), "ada");
    const ben = await comeIn(browser, await invitedBy(ada, "Ben Okoye"), "ben");
    const cleo = await comeIn(browser, await invitedBy(ada, "Cleo Lind"), "cleo");
    await openRelease(ada);
    await setTheDate(ada);
    await openRelease(ben);
    await handIn(ben, join(home, "tests.xml"));
    await openRelease(cleo);
    await whatIsSigned(cleo);
    await theRest(ada);
  } finally {
    await browser.close();
  }
};

/** Step 5. */
const invitedBy = async (page: Page, name: string): Promise<string> => {
  await page.getByRole("link", { name: "Settings" }).click();
  const account = page.locator("section", { hasText: "Everybody's accounts" }).locator("li", { hasText: name });
  await account.getByText("Invite, lock or disable").click();
  await account.getByLabel("Your password").fill(password);
  await account.getByRole("button", { name: "Make an invitation" }).click();
  return account.locator("pre").innerText();
};

const openRelease = async (page: Page): Promise<void> => {
  await page.getByRole("link", { name: "Releases", exact: true }).click();
  await page.locator('table a[href="/releases/shop-1.1.0"]').click();
  await page.getByRole("heading", { level: 1, name: "shop 1.1.0" }).waitFor();
};

/** Below the stage that asks for it. */
const choose = async (page: Page, requirement: string): Promise<void> => {
  const link = page.locator(`a[href$="/requirements/${requirement}"]`).first();
  await link.waitFor({ state: "attached" });
  const stage = page.locator("details", { has: page.locator(`a[href$="/requirements/${requirement}"]`) }).last();
  if (!(await link.isVisible())) await stage.locator("summary").first().click();
  await link.click();
};

/** Step 6. */
const setTheDate = async (page: Page): Promise<void> => {
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  await page.getByText("Change the date").click();
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await page.getByLabel("Production, in UTC").fill(inAMonth.slice(0, 16));
  await page.getByLabel("Why").fill("the first one");
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByText(`Production ${inAMonth.slice(0, 10)}`).waitFor();
};

/** Step 7: what was handed in by command stands there, and the page takes it as well. */
const handIn = async (page: Page, path: string): Promise<void> => {
  await choose(page, "entry.functional");
  await page.getByText("tests.xml").first().waitFor();
  await page.getByText("Hand in a report").click();
  await page.getByLabel("File").setInputFiles(path);
  await page.getByRole("button", { name: "Hand it in" }).click();
  await page.getByText(/^(recorded|unchanged)/).waitFor();
  await page.getByRole("link", { name: "Checklist", exact: true }).click();
  await page.getByText("Why it matters: ").first().waitFor();
};

/** Step 8. */
const whatIsSigned = async (page: Page): Promise<void> => {
  await choose(page, "A12");
  await page.getByRole("heading", { name: "What you would sign" }).waitFor();
  await page
    .locator("code:visible", { hasText: /^sha256:[0-9a-f]{12}/ })
    .first()
    .waitFor();
};

/** Steps 9 and 10: what a first day does not come to is there, and says why not yet. */
const theRest = async (page: Page): Promise<void> => {
  await openRelease(page);
  await choose(page, "production.deploy");
  await page.getByRole("heading", { level: 1, name: "Deployment to production" }).waitFor();
  expect(await page.getByRole("button", { name: /^Start / }).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("link", { name: "War room", exact: true }).click();
  expect(await page.getByRole("button", { name: "Roll back production" }).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("link", { name: "Validation", exact: true }).click();
  await page.getByRole("heading", { name: "What is looked at" }).waitFor();
  await openRelease(page);
  await choose(page, "closure.review");
  await page.getByRole("heading", { name: "Fill it in" }).waitFor();
};
