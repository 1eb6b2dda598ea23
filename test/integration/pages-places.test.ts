import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EnvironmentEvent } from "../../src/domain/environment.ts";
import { instant } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { beginSession } from "../../src/server/access/sessions.ts";
import { hasChromium } from "../support/chromium.ts";
import { build, digestOf, minutes } from "../support/release.ts";
import { launch, type StoryPages, storyPages, type Told } from "../support/story-pages.ts";
import { zipOf } from "../support/zip.ts";

const now = minutes(60);
const old = { version: "1.0.0", digest: digestOf("old"), commit: "c0ffee" };
const candidate = { version: build.version, digest: build.digest, commit: build.commit };
const rollout = "shop-1.1.0/production-deploy-1";
const place = { release: "shop-1.1.0", rollout };
const adopted = { type: "EnvironmentAdopted", build: old, count: 1, reason: "in service", by: "ada" } as const;
const harmed = { ...place, build: candidate, at: minutes(40), by: "headgate", reason: "Harm in errors" };
const freed = { type: "EnvironmentFreed", rollout, runs: old, rolledBack: harmed } as const;
const there = (...all: readonly object[]) =>
  all.map((one, n) => ({
    environment: "production",
    event: { ...one, at: minutes(10 + n) } as unknown as EnvironmentEvent,
  }));
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();
const zip = (name: string, content: string) => ({
  ...{ name: "build.zip", mimeType: "application/zip", buffer: zipOf([{ name, content }]) },
});

describe.skipIf(!hasChromium)("what stands beside the releases, in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const told = (more: Partial<Told> = {}): Promise<StoryPages> => storyPages(browser, { events: [], now, ...more });

  test("T47: a build that was rolled back stands on the environment's page, until a person says why it may come again", async () => {
    await using pages = await told({
      places: there(adopted, { type: "EnvironmentHeld", ...place }, freed),
    });
    const ada = await pages.open("ada", "/");
    await ada.getByRole("link", { name: "production", exact: true }).click();
    await ada.getByRole("heading", { level: 1, name: "production of shop" }).waitFor();
    const held = ada.locator("section.card", { has: ada.getByRole("heading", { name: /^Held back/ }) });
    await held.getByText("Harm in errors").waitFor();
    await held.getByText("Let it be tried again").click();
    await held.getByLabel("Why").fill("the database was down, and not the build");
    await press(ada, "Let 1.1.0 be tried again");
    await held.waitFor({ state: "detached" });
    const { heldBack } = (await pages.served.ask("ada", "GET", "/api/v1/environments/production")).body as {
      heldBack: readonly unknown[];
    };
    expect(heldBack).toEqual([]);
  });

  test("T47: whoever may not let it come again is told so, and it stays held back", async () => {
    await using pages = await told({
      places: there(adopted, { type: "EnvironmentHeld", ...place }, freed),
    });
    const di = await pages.open("di", "/environments/production");
    await di.getByText("Let it be tried again").click();
    await di.getByLabel("Why").first().fill("I want it");
    await press(di, "Let 1.1.0 be tried again");
    await di.getByRole("alert").getByText("ROLE_MISSING").waitFor();
  });

  test("an environment is taken from a rollout that does not end, and what runs there is not changed", async () => {
    await using pages = await told({ places: there(adopted, { type: "EnvironmentHeld", ...place }) });
    const ada = await pages.open("ada", "/environments/production");
    await ada.getByText("Name the build in service").click();
    const adopt = ada.getByRole("button", { name: "This runs there" });
    expect(await adopt.getAttribute("aria-disabled")).toBe("true");
    await ada.getByText(`${rollout} is at work there`).waitFor();
    await ada.getByText("Take the environment from it").click();
    await ada.getByLabel("Why").first().fill("its host is gone");
    await press(ada, "Take it");
    await ada.getByText("It does not end?").waitFor({ state: "detached" });
    await ada.locator("header", { hasText: "1.0.0 is in service" }).waitFor();
  });

  test("what runs already is said on the page, with the build as a zip file, and is really brought up", async () => {
    const port = await freePort();
    await using pages = await told({ now: instant(Date.now()), staging: `listen: "127.0.0.1:${port}"` });
    await using _ = { [Symbol.asyncDispose]: () => takeDown(pages) };
    const ada = await pages.open("ada", "/environments/staging");
    await ada.locator("header", { hasText: "nobody said what runs here" }).waitFor();
    await ada.getByLabel("Version").fill("1.0.0");
    await ada.getByLabel("Its folder as a zip file").setInputFiles(zip("server.mjs", server));
    await ada.getByLabel("How that is known").fill("it has been there for a year");
    await press(ada, "This runs there");
    await ada.locator("header", { hasText: "1.0.0 is in service; as released" }).waitFor();
    await ada.getByRole("group", { name: "Instances" }).getByText("ready").first().waitFor();
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("it is 1.0.0");
  });

  test("R33: a freeze is declared for where it shall hold, one release is let through it, and it is lifted", async () => {
    await using pages = await told();
    const ada = await pages.open("ada", "/calendar");
    const form = ada.locator("section.card", { has: ada.getByRole("heading", { name: "Declare a freeze" }) });
    await form.getByLabel("Title").fill("The books");
    await form.getByLabel("Where").selectOption("production and staging");
    await form.getByLabel("From, in UTC").fill("2026-11-24T06:00");
    await form.getByLabel("To, in UTC").fill("2026-11-24T12:00");
    await form.getByLabel("Why").fill("the year ends");
    await press(ada, "Freeze it");
    const freezes = ada.locator("section.card", { has: ada.getByRole("heading", { name: "Freezes", exact: true }) });
    await freezes.getByText("production and staging").waitFor();
    await ada.locator("header", { hasText: "clashes in the next four weeks" }).waitFor();
    await freezes.getByText("Let one release through").click();
    await freezes.getByLabel("Why").last().fill("it mends the books");
    await press(ada, "Let it through");
    await freezes.getByText("says ada: it mends the books").waitFor();
    await freezes.getByText("Lift it").click();
    await freezes.getByLabel("Why").first().fill("the books are done");
    await press(ada, "Lift The books");
    await freezes.waitFor({ state: "detached" });
  });

  test("the line is stopped by whoever has a reason, stands first on the calendar, and goes on by a person's word", async () => {
    await using pages = await told();
    const ada = await pages.open("ada", "/calendar");
    await ada.getByText("Stop the line").first().click();
    await ada.getByLabel("Whose").selectOption("all services");
    const line = ada.locator("section.card", { has: ada.getByRole("heading", { name: "The line" }) });
    await line.getByLabel("Why").fill("payments fail everywhere");
    await press(ada, "Stop the line");
    await ada.locator("header", { hasText: "The line stands still: payments fail everywhere" }).waitFor();
    await line.getByText("stopped for all services").waitFor();
    await line.getByLabel("Why").first().fill("payments are well again");
    await press(ada, "Let all services go on");
    await line.getByText("It runs: nothing is stopped.").waitFor();
  });

  test("R198: an account of somebody who left is thrown out and disabled on the settings page, with a reason", async () => {
    await using pages = await told();
    await beginSession(pages.served.access, "eli", { agent: "a browser", address: "127.0.0.1" });
    const ada = await pages.open("ada", "/settings");
    const eli = ada.locator("li", { hasText: "Eli" }).filter({ has: ada.locator("details") });
    await eli.getByText("signed in once").waitFor();
    await eli.getByText("Invite, lock or disable").click();
    await eli.getByRole("button", { name: "End its sessions" }).click();
    await eli.getByText("signed in once").waitFor({ state: "detached" });
    await eli.getByLabel("Why").last().fill("left the firm");
    await eli.getByRole("button", { name: "Disable it" }).click();
    await eli.getByText("disabled", { exact: true }).waitFor();
  });

  test("R1: a package of reports is handed in at once, and the page says what became of each", async () => {
    await using pages = await told();
    const ada = await pages.open("ada", "/releases/shop-1.1.0");
    await ada.getByRole("link", { name: "Hand in a package of reports" }).click();
    await ada.getByLabel("Package").setInputFiles(zip("readme.txt", "no list"));
    await press(ada, "Hand it in");
    await ada.getByRole("alert").getByText("the package has no such file").waitFor();
    await ada.getByLabel("Package").setInputFiles({
      ...{ name: "handoff.zip", mimeType: "application/zip" },
      buffer: zipOf([
        { name: "handoff.yaml", content: handoff },
        {
          name: "unit.xml",
          content:
            '<testsuite name="u" tests="1" failures="0" errors="0" skipped="0"><testcase name="adds"/></testsuite>',
        },
        { name: "torn.xml", content: "<testsuite" },
      ]),
    });
    await press(ada, "Hand it in");
    const became = ada.getByRole("group", { name: "What became of it" });
    await became.getByText("recorded").waitFor();
    await became.getByText("unreadable").waitFor();
  });
});

const takeDown = async ({ served }: StoryPages): Promise<void> => {
  await served.ask("ada", "POST", "/api/v1/environments/staging/down", { reason: "the test is over" });
};

const handoff = `build: ${build.digest}
items:
  - { requirement: entry.functional, format: junit, file: unit.xml }
  - { requirement: staging.regression, format: junit, file: torn.xml }
`;

/** Answers wherever it is asked, as `command` starts it. */
const server = `import { createServer } from "node:http";
createServer((_, response) => response.end("it is 1.0.0")).listen(Number(process.env.PORT), "127.0.0.1");
`;
