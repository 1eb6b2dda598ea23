import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Instant } from "../../src/domain/units.ts";
import { hasChromium } from "../support/chromium.ts";
import { evidence, minutes } from "../support/release.ts";
import { climb, promoted, rolledBack, rolloutId } from "../support/rollout.ts";
import { launch, type StoryPages, storyPages } from "../support/story-pages.ts";
import { zipOf } from "../support/zip.ts";

const story = { at: minutes(10) };
/** On its second step, with 25 % of the traffic. */
const climbing = climb(story).slice(0, 8);
const soon = minutes(60);
const room = "/releases/shop-1.1.0/room";

describe.skipIf(!hasChromium)("the pages, in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const told = (events: readonly ReleaseEvent[], now: Instant = soon, more = ""): Promise<StoryPages> =>
    storyPages(browser, { events, now, more });
  const section = (page: Page, title: string) =>
    page.locator("section.card", { has: page.locator("h2", { hasText: title }) });

  test("R14: a dashboard without data fails by name, on its page and among what the release leaves behind", async () => {
    const where = 'http_request_duration_seconds{job="shop",version="1.1.0"}';
    const title = "shop: latency has no data in the last 15 min";
    const empty = { id: "latency", severity: "high", title, where } as const;
    const figures = { checked: 4, signals: 3, alertsAcknowledged: 1, rosterGapMinutes: 0 };
    await using at = await told([evidence("checklist.monitoring", { figures, findings: [empty] }, minutes(50))]);
    const page = await at.open("cy", "/releases/shop-1.1.0/requirements/checklist.monitoring");
    const words = () => page.locator("main").innerText();
    await expect.poll(words).toContain("only 3 of latency, traffic, errors and saturation have fresh data");
    expect(await words()).toContain(title);
    expect(await words()).toContain(where);
    const left = section(await at.open("cy", "/releases/shop-1.1.0"), "What there is");
    await expect.poll(() => left.innerText()).toMatch(/Monitoring dashboards\s+fail/);
  });

  test("R17: a release's home says what there is by now: users, and what the release leaves behind", async () => {
    await using before = await told([]);
    const fresh = section(await before.open("ada", "/releases/shop-1.1.0"), "What there is");
    await expect.poll(() => fresh.innerText()).toContain("0 requests on 1.1.0");
    await expect.poll(() => fresh.innerText()).toContain("Monitoring dashboards");
    await using after = await told(promoted(story), minutes(300));
    const live = section(await after.open("ada", "/releases/shop-1.1.0"), "What there is");
    await expect.poll(() => live.innerText()).toContain("4,000 requests on 1.1.0");
  });

  test("R18: whoever is signed in sees what is theirs first, under their charge, and nobody else's", async () => {
    await using at = await told([]);
    const fay = section(await at.open("fay", "/"), "Yours now");
    await fay.waitFor();
    expect(await fay.innerText()).toContain("Security Lead");
    expect(await fay.innerText()).toContain("Security scans are clean");
    expect(await fay.innerText()).not.toContain("User acceptance");
    const home = await at.open("fay", "/releases/shop-1.1.0");
    const titles = await home.locator("section.card h2").allInnerTexts();
    expect(titles.findIndex((one) => one.startsWith("Yours now"))).toBeLessThan(
      titles.findIndex((one) => one.startsWith("Others owe")),
    );
  });

  test.each([
    ["under way", climbing, soon],
    ["in service and watched", promoted(story), minutes(300)],
  ] as const)(
    "R20: production that is %s has one control that brings it back, and says what it would do",
    async (_, events, now) => {
      await using at = await told(events, now);
      const page = await at.open("cy", room);
      await page.getByRole("button", { name: "Roll back production" }).click();
      const box = page.getByRole("dialog");
      await expect.poll(() => box.locator("ol li").count()).toBeGreaterThan(2);
      await box.getByLabel("Why").fill("the cart loses items");
      await box.getByRole("button", { name: "Roll back now" }).click();
      await expect
        .poll(() => page.locator("main").innerText())
        .toContain("All traffic goes back to 1.0.0: the cart loses items");
    },
  );

  test("R20: where there is nothing to bring back, the control stands there and says why", async () => {
    await using at = await told([]);
    const button = (await at.open("cy", room)).getByRole("button", { name: "Roll back production" });
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    expect(await button.locator("xpath=..").innerText()).toContain("nothing of this release is in production");
  });

  test("R21: the four strategies stand side by side, each with how, three of each point, and an example", async () => {
    await using at = await told([]);
    const table = section(await at.open("bo", "/service"), "side by side").locator("tbody");
    await expect.poll(() => table.locator("tr").count()).toBe(4);
    expect(await table.locator("li").count()).toBe(36);
    const words = await table.innerText();
    for (const name of ["blue-green", "canary", "rolling", "recreate"]) expect(words).toContain(name);
  });

  test("a release is opened with the zip file of its build, and the page leads on to it", async () => {
    await using at = await told([]);
    const page = await at.open("ada", "/open");
    await page.getByLabel("Version").fill("1.2.0");
    const buffer = zipOf([{ name: "server.mjs", content: "// 1.2.0" }]);
    await page.getByLabel("Build").setInputFiles({ name: "build.zip", mimeType: "application/zip", buffer });
    await page.getByLabel("Commit").fill("4f2a91c");
    await page.getByLabel("Authors").fill("zoe@example.test");
    await page.getByRole("button", { name: "Open it" }).click();
    await page.locator("h1", { hasText: "shop 1.2.0" }).waitFor();
    expect((await at.served.engine.history("shop-1.2.0"))[0]).toMatchObject({ type: "ReleaseOpened" });
  });

  test("R21: a questionnaire ranks them for whatever is answered, with reasons", async () => {
    await using at = await told([]);
    const page = await at.open("ada", "/service");
    await page.getByLabel("How many more have room beside them?").fill("0");
    await page.getByRole("button", { name: "Rank them" }).click();
    const ranking = page.getByRole("list", { name: "Ranking" }).locator("li");
    await expect.poll(() => ranking.count()).toBe(4);
    expect(await page.getByRole("list", { name: "Ranking" }).innerText()).toContain("there is room for 0");
  });

  test("R33: the calendar shows windows, freezes and what clashes, in UTC or local time", async () => {
    const freeze =
      "freezes:\n  books: { reason: the books, zone: Europe/Berlin, from: 2026-11-24T06:00, to: 2026-11-24T12:00 }";
    await using at = await told([], soon, freeze);
    const page = await at.open("ada", "/calendar");
    await expect.poll(() => page.locator("main").innerText()).toContain("the books");
    expect(await section(page, "What clashes").innerText()).toContain("shop-1.1.0");
    expect(await page.locator("main").innerText()).toContain("2026-11-24 05:00:00 UTC");
  });

  test("R39: what is not met on the checklist says why it matters", async () => {
    await using at = await told([]);
    const page = await at.open("cy", "/releases/shop-1.1.0/checklist");
    await expect.poll(() => section(page, "4. Backups").innerText()).toContain("Why it matters: ");
    expect(await page.locator("section.card").count()).toBe(10);
  });

  test("R75: a paused rollout says why, and offers to go on or back", async () => {
    const paused = { type: "RolloutPaused", by: "headgate", reason: "gauge queue is 3 times the baseline's" } as const;
    await using at = await told([...climbing, { ...paused, rollout: rolloutId(story), at: minutes(30) }], minutes(31));
    const page = await at.open("ada", room);
    await expect
      .poll(() => page.locator("header p").innerText())
      .toContain("paused by headgate: gauge queue is 3 times");
    expect(await page.getByRole("button", { name: "Let it go on" }).isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Roll back production" }).getAttribute("aria-disabled")).toBe(
      "false",
    );
  });

  test("R82: the lead's duties are shown done or not; another role that starts is refused in words", async () => {
    await using at = await told([]);
    const crew = section(await at.open("ada", room), "Who is here");
    await expect.poll(() => crew.innerText()).toContain("DevOps Lead");
    const page = await at.open("eli", "/releases/shop-1.1.0/requirements/staging.drill");
    await page.getByRole("button", { name: /Start/ }).waitFor();
    await expect
      .poll(() => page.locator(".why-not").first().innerText())
      .toContain("it is for Ada Adler (devops-lead)");
  });

  test("R83, R88: a note stands in the log of everybody who looks, at once", async () => {
    await using at = await told(climbing);
    const [cy, bo] = [await at.open("cy", room), await at.open("bo", room)];
    await cy.getByLabel("What was seen or decided").fill("queue depth 12,000 and rising");
    const began = performance.now();
    await cy.getByRole("button", { name: "Write it down" }).click();
    for (const page of [cy, bo])
      await page
        .getByRole("log", { name: "Log" })
        .getByText("queue depth 12,000 and rising")
        .waitFor({ timeout: 2_000 });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await at.served.engine.history("shop-1.1.0")).at(-1)).toMatchObject({ type: "NoteTaken" });
  });

  test("R84: the technical approval shows what really runs among what it stands on, and what is not met first", async () => {
    await using at = await told(promoted(story), minutes(300));
    const page = await at.open("di", "/releases/shop-1.1.0/requirements/A15");
    const first = section(page, "What you would sign").locator("li").first();
    await expect.poll(() => first.innerText()).toContain("missing");
    const words = await section(page, "What you would sign").innerText();
    expect(words).toContain("What runs is what was approved");
    expect(words).toMatch(/Hash of what is shown: sha256:[0-9a-f]{64}/);
  });

  test.each([
    ["R83", "cy", "SRE"],
    ["R86", "fay", "Security Lead"],
    ["R87", "bo", "Product Owner"],
  ] as const)("%s: a role has its own pane in the war room, and one's own is open", async (_, person, title) => {
    await using at = await told(climbing);
    const panes = section(await at.open(person, room), "What each role looks at").locator("details");
    await expect.poll(() => panes.count()).toBeGreaterThan(2);
    expect(await panes.first().innerText()).toContain(title);
    expect(await panes.first().getAttribute("open")).toBe("");
  });

  test("R85: an issue that is graded high raises a sign of harm with its clock, before everybody's eyes", async () => {
    await using at = await told(promoted(story), minutes(300));
    const bo = await at.open("bo", room);
    const page = await at.open("eli", "/releases/shop-1.1.0/issues");
    await page.getByText("Report an issue").click();
    await page.getByLabel("What is wrong").fill("the basket is empty after a reload");
    await page.getByLabel("Severity").last().selectOption("high");
    await page.getByRole("button", { name: "Report it" }).click();
    const flags = section(bo, "To be seen to first");
    await flags.waitFor({ timeout: 5_000 });
    expect(await flags.innerText()).toContain("the basket is empty after a reload");
    await expect.poll(() => section(page, "Signs of harm").innerText()).toContain("nobody has decided yet");
  });

  test("R87: a step that asks for the product owner's go waits for it, and takes it from the page", async () => {
    const answer = { within: 600_000, unanswered: "hold" } as never;
    const asks = { gates: ["approval"] as const, asks: "product-owner", answer };
    const steps = climb(story)
      .flatMap((event) => (event.type === "RolloutRequested" ? event.steps : []))
      .map((step, i) => (i === 1 ? { ...step, ...asks } : step));
    const all = climb({ ...story, steps });
    const second = all.findIndex((event) => event.type === "WeightConfirmed" && event.step === 1);
    const waiting = all.slice(0, second + 1);
    await using at = await told(waiting, minutes(120));
    const page = await at.open("bo", room);
    const go = page.getByRole("button", { name: "Give the go for step 2" });
    await go.click();
    await page.getByRole("log", { name: "Log" }).getByText("go given by bo").waitFor();
  });

  test("R87: the product owner writes to those who wait for news from the war room; nobody without the right does", async () => {
    await using at = await told(climbing);
    const write = async (who: string) => {
      const page = await at.open(who, room);
      await page.getByLabel("What was seen or decided").fill("orders may take a minute");
      await page.locator('select[name="kind"]').selectOption("message");
      await page.getByRole("button", { name: "Write it down" }).click();
      return page;
    };
    await (await write("cy")).getByRole("alert").getByText("ROLE_MISSING").waitFor();
    const bo = await write("bo");
    await bo.getByRole("log", { name: "Log" }).getByText("message 1 by bo: orders may take a minute").waitFor();
  });

  test("R161: the review asks its questions in a form, and an unanswered one is named", async () => {
    await using at = await told(promoted(story), minutes(300));
    const page = await at.open("gil", "/releases/shop-1.1.0/requirements/closure.review");
    const fields = page.locator("form textarea[required], form select");
    await expect.poll(() => fields.count()).toBeGreaterThan(15);
    for (const field of (await fields.all()).slice(1)) await field.fill("as planned").catch(() => undefined);
    await page.getByRole("button", { name: "File it" }).click();
    expect(
      await fields
        .first()
        .evaluate((field) => (field as unknown as { matches(of: string): boolean }).matches(":invalid")),
    ).toBe(true);
    expect(await page.evaluate("document.activeElement.name")).toBe(await fields.first().getAttribute("name"));
  });

  test("R178, R185: a metric has formula, target and where it comes from; nothing is grouped by person", async () => {
    await using at = await told(promoted(story), minutes(300));
    const page = await at.open("gil", "/figures");
    const one = section(page, "shop-1.1.0");
    await expect.poll(() => one.locator("tbody tr").count()).toBe(6);
    const words = await page.locator("main").innerText();
    expect(words).toContain("good minutes divided by all minutes");
    expect(words).toContain("Deployment time");
    for (const name of ["Ada Adler", "Cy Cole", "Eli East"]) expect(words).not.toContain(name);
  });

  test("R205: controls say which evidence there is, and never that somebody meets a framework", async () => {
    await using at = await told([]);
    const page = await at.open("ivy", "/releases/shop-1.1.0/controls");
    await page.locator("h1", { hasText: "Controls" }).waitFor();
    expect((await page.locator("main").innerText()).toLowerCase()).not.toMatch(/compliant|certified/);
  });

  test("T46: what may not be done is not done by a click beside it, by the keyboard, or by sending its form", async () => {
    await using at = await told([]);
    const page = await at.open("eli", "/releases/shop-1.1.0/requirements/A12");
    const sign = page.getByRole("button", { name: "Sign", exact: true });
    await sign.waitFor();
    expect(await sign.getAttribute("aria-disabled")).toBe("true");
    await sign.click({ force: true });
    await sign.press("Enter");
    await page.locator(".why-not").first().click();
    await page.evaluate("document.querySelector('form')?.requestSubmit()");
    await page.getByRole("link", { name: "Overview" }).click();
    await page.locator("h1", { hasText: "shop 1.1.0" }).waitFor();
    const types = (await at.served.engine.history("shop-1.1.0")).map(({ type }) => type);
    expect(types).not.toContain("ApprovalGiven");
  });

  const end = (how: "rejected" | "cancelled"): ReleaseEvent => ({
    type: "ReleaseEnded",
    how,
    at: minutes(50),
    by: "bo",
    reason: "not this year",
  });
  test.each([
    ["rolled back for harm", rolledBack(story), "production is back on 1.0.0: Harm in errors"],
    ["in service", promoted(story), "1.1.0 serves all of production; the way back is kept"],
    ["on its way", climbing, "Step 2 of 4"],
    ["not begun", [], "Nothing of this release has been rolled out yet"],
  ] as const)("T58: a rollout that is %s says so on the page", async (_, events, words) => {
    await using at = await told(events, minutes(300));
    const page = await at.open("ivy", room);
    await expect.poll(() => page.locator("header").last().innerText()).toContain(words);
  });
  test.each(["rejected", "cancelled"] as const)("T58: a release that was %s says so, with why", async (how) => {
    await using at = await told([end(how)]);
    const page = await at.open("ivy", "/releases/shop-1.1.0");
    await expect.poll(() => page.locator("header").last().innerText()).toContain(`It was ${how}: not this year`);
  });
});
