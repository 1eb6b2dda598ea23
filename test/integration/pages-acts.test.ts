import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { hasChromium } from "../support/chromium.ts";
import { minutes } from "../support/release.ts";
import { launch, type StoryPages, storyPages } from "../support/story-pages.ts";

const soon = minutes(60);
const at = (id: string): string => `/releases/shop-1.1.0/requirements/${id}`;
const types = async (pages: StoryPages): Promise<readonly string[]> =>
  (await pages.served.engine.history("shop-1.1.0")).map(({ type }) => type);
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

describe.skipIf(!hasChromium)("acts that a release seldom asks for, in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const told = (events: readonly ReleaseEvent[]): Promise<StoryPages> => storyPages(browser, { events, now: soon });

  test("R52: an exception is asked for by one person and granted by another, and never where none may be", async () => {
    await using pages = await told([]);
    const ada = await pages.open("ada", at("documents.readers"));
    await ada.getByText("Ask for an exception").click();
    await ada.getByLabel("Why it cannot be met").fill("all readers are ill");
    await ada.getByLabel("What may happen").fill("a step is unclear");
    await ada.getByLabel("What is done instead").fill("the writer is on call");
    await ada.getByLabel("Until the end of").fill("2026-12-24");
    await press(ada, "Ask for it");
    const own = ada.getByRole("button", { name: "Grant it" });
    await own.waitFor();
    expect(await own.getAttribute("aria-disabled")).toBe("true");
    const eli = await pages.open("eli", at("documents.readers"));
    await press(eli, "Grant it");
    await eli.getByText("An exception, granted by eli").waitFor();
    const never = await pages.open("ada", at("staging.smoke"));
    await never.getByText("Look again").waitFor();
    expect(await never.getByText("If it cannot be met").count()).toBe(0);
  });

  test("R202: one person opens it alone in an emergency, and another one reviews that", async () => {
    await using pages = await told([]);
    const ada = await pages.open("ada", at("documents.readers"));
    await ada.getByText("Open it alone, in an emergency").click();
    await ada.getByLabel("What cannot wait").fill("payments fail");
    await press(ada, "Break the glass");
    await expect.poll(() => types(pages)).toContain("GlassBroken");
    const ivy = await pages.open("ivy", at("review.break-glass-1"));
    await ivy.getByLabel("What did you look at").fill("It was needed, and it is mended.");
    await press(ivy, "File it");
    await ivy.getByText("reviewed by ivy").waitFor();
  });

  test("R206: what an agent drafted becomes a person's own act, by that person", async () => {
    const draft = { kind: "waiver", reason: "ill", risk: "small", control: "a call", expires: minutes(9_000) } as const;
    const proposed = {
      type: "ProposalMade",
      requirement: "documents.readers",
      by: "bot",
      note: "to be short",
    } as const;
    await using pages = await told([{ ...proposed, at: minutes(10), draft }]);
    const eli = await pages.open("eli", at("documents.readers"));
    await eli.getByText("bot proposes: to be short").waitFor();
    await press(eli, "Make it my own");
    await eli.getByText("An exception, asked for by eli").waitFor();
  });

  test("R152: a document of people is written on the page, and what was written stands there", async () => {
    await using pages = await told([]);
    const eli = await pages.open("eli", at("documentation.known-issues"));
    await eli.locator("textarea[name=text]").fill("# Known issues\n\nNone.\n");
    await press(eli, "File it");
    await eli.getByRole("heading", { name: "Written by eli" }).waitFor();
    const made = await pages.open("ada", at("strategy.release-plan"));
    await made.getByText("Headgate writes it").waitFor();
  });

  test("R61, R65: a failed attempt is diagnosed and begun anew on its page", async () => {
    const failed = { type: "AttemptFailed", failure: "attempt.staging.1", stage: "staging", attempt: 1 } as const;
    const how = { requirement: "staging.smoke", reason: "1 of 4 failed", of: null, owes: ["diagnosis"] } as const;
    await using pages = await told([{ ...failed, ...how, until: null, at: minutes(10) }]);
    const ada = await pages.open("ada", at("attempt.staging.1"));
    await ada.getByLabel("The cause").fill("the name server was down");
    await ada.getByLabel("What was at fault").selectOption("environment");
    await press(ada, "That is why");
    await ada.getByLabel("What is different now").fill("the name server is up");
    await press(ada, "Begin anew");
    await expect.poll(() => types(pages)).toContain("AttemptRestarted");
  });
});
