import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { readAsOne } from "../support/read-out.ts";
import { minutes } from "../support/release.ts";
import { climb, promoted } from "../support/rollout.ts";
import { launch, type StoryPages, storyPages } from "../support/story-pages.ts";

const story = { at: minutes(10) };
const at = "/releases/shop-1.1.0";
/** Every page that there is, at an address of its own. */
const pages = [
  "/",
  "/open",
  "/calendar",
  "/service",
  "/environments/production",
  "/figures",
  "/settings",
  at,
  `${at}/build`,
  `${at}/package`,
  `${at}/plan`,
  `${at}/checklist`,
  `${at}/room`,
  `${at}/validation`,
  `${at}/issues`,
  `${at}/documents`,
  `${at}/controls`,
  `${at}/history`,
  `${at}/requirements/A12`,
  `${at}/requirements/entry.security`,
  `${at}/requirements/closure.review`,
  "/nowhere",
  "/invitation#opens-nothing",
] as const;
/** Whoever is not signed in sees the sign-in at every address. */
const visits = [["nobody", "/"], ...pages.map((path) => ["ada", path] as const)] as const;

test("no page is left out here", () => {
  const source = readFileSync(new URL("../../src/web/pages.ts", import.meta.url), "utf8");
  const paths = [...source.matchAll(/path: "([^"]+)"/g)].map(([, path = ""]) => path);
  const isVisited = (path: string): boolean => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`);
    return pages.some((one) => pattern.test(one));
  };
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !isVisited(path))).toEqual([]);
});

const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** What bars people from a page, by axe: serious and critical findings alone. */
const barriers = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
    violations: readonly Violation[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
};

/** Everything that was asked for is there. */
const settled = (page: Page): Promise<unknown> =>
  expect.poll(() => page.locator(".loading").count(), { timeout: 15_000 }).toBe(0);

/** What stands out to the right of the page and scrolls within nothing. */
const tooWide = `(() => {
  const end = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= end) return [];
  return [...document.querySelectorAll("main *, header *")]
    .filter((one) => one.getBoundingClientRect().right > end && one.closest(".scroll, pre, .hidden") === null)
    .map((one) => one.outerHTML.slice(0, 100));
})()`;

/** How much has jumped since the page was begun. */
const jumped = `new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})`;

const reachable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const missed = `[...document.querySelectorAll("${reachable}")]
  .filter((one) => one.checkVisibility() && !one.hasAttribute("data-reached"))
  .map((one) => one.outerHTML.slice(0, 100))`;

/** What the tabulator key does not come by, when it goes round once. */
const unreached = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate("document.addEventListener('focusin', ({ target }) => target.setAttribute('data-reached', ''))");
  await page.evaluate("document.activeElement.blur()");
  let left = (await page.evaluate(missed)) as string[];
  // A field for a time has several stops within itself.
  for (let rounds = 0; left.length > 0 && rounds < 4; rounds++) {
    const presses = left.length + 2;
    for (let i = 0; i < presses; i++) await page.keyboard.press("Tab");
    left = (await page.evaluate(missed)) as string[];
  }
  return left;
};

describe.skipIf(!hasChromium)("every page", () => {
  let browser: Browser;
  let live: StoryPages;
  beforeAll(async () => {
    browser = await launch();
    live = await storyPages(browser, { events: promoted(story), now: minutes(300) });
  }, 60_000);
  afterAll(async () => {
    await live[Symbol.asyncDispose]();
    await browser.close();
  });

  test.each(visits)("as %s, %s fits 320 px, does not jump, goes by keyboard, and bars nobody", async (who, path) => {
    const page = await live.open(who, path, { width: 320, height: 640 });
    await settled(page);
    expect.soft(await page.evaluate(tooWide), "fits").toEqual([]);
    expect.soft(await page.evaluate(jumped), "jumps").toBeLessThanOrEqual(0.05);
    expect.soft(await unreached(page), "by keyboard").toEqual([]);
    expect.soft(await barriers(page), "small and light").toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    expect.soft(await barriers(page), "large and dark").toEqual([]);
    expect.soft(await readAsOne(page), "read as one word").toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(!hasChromium)("a bad network", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  const climbing = climb(story).slice(0, 8);

  test("an answer that is lost on its way: what was sent is done once, and nothing is asked of anybody", async () => {
    await using told = await storyPages(browser, { events: climbing, now: minutes(60) });
    const page = await told.open("cy", `${at}/room`);
    let sent = 0;
    await page.route("**/commands/take-note", async (route) => {
      sent++;
      if (sent > 1) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.getByLabel("What was seen or decided").fill("seen once");
    await page.getByRole("button", { name: "Write it down" }).click();
    await page.getByRole("log", { name: "Log" }).getByText("seen once").waitFor();
    await expect.poll(() => page.getByLabel("What was seen or decided").inputValue()).toBe("");
    expect(sent).toBe(2);
    const notes = (await told.served.engine.history("shop-1.1.0")).filter(({ type }) => type === "NoteTaken");
    expect(notes).toHaveLength(1);
  });

  test("what is typed while something else is on its way stays", async () => {
    await using told = await storyPages(browser, { events: climbing, now: minutes(60) });
    const page = await told.open("cy", `${at}/room`);
    const gate = Promise.withResolvers<void>();
    await page.route("**/commands/take-note", async (route) => {
      await gate.promise;
      await route.continue();
    });
    const words = page.getByLabel("What was seen or decided");
    await words.fill("the first");
    await page.getByRole("button", { name: "Write it down" }).click();
    await words.fill("the second");
    gate.resolve();
    await page.getByRole("log", { name: "Log" }).getByText("the first").waitFor();
    await page.getByRole("button", { name: "Write it down", exact: true }).waitFor();
    expect(await words.inputValue()).toBe("the second");
  });

  test("a double click sends once", async () => {
    await using told = await storyPages(browser, { events: climbing, now: minutes(60) });
    const page = await told.open("cy", `${at}/room`);
    await page.getByLabel("What was seen or decided").fill("pressed twice");
    await page.getByRole("button", { name: "Write it down" }).dblclick();
    await page.getByRole("log", { name: "Log" }).getByText("pressed twice").waitFor();
    const notes = (await told.served.engine.history("shop-1.1.0")).filter(({ type }) => type === "NoteTaken");
    expect(notes).toHaveLength(1);
  });

  test("a server that is gone: the page says so, keeps what is typed, and what was shown stays", async () => {
    await using told = await storyPages(browser, { events: climbing, now: minutes(60) });
    const page = await told.open("cy", `${at}/room`);
    await page.getByRole("log", { name: "Log" }).waitFor();
    await page.getByLabel("What was seen or decided").fill("not sent yet");
    await told.served.stop();
    await page.getByText("No connection to the server since").waitFor({ timeout: 15_000 });
    await page.getByRole("button", { name: "Write it down" }).click();
    await page.getByRole("alert").first().waitFor({ timeout: 15_000 });
    expect(await page.getByLabel("What was seen or decided").inputValue()).toBe("not sent yet");
    expect(await page.getByRole("log", { name: "Log" }).isVisible()).toBe(true);
  });
});
