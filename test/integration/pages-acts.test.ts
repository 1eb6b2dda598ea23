import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { hasChromium } from "../support/chromium.ts";
import { digestOf, minutes } from "../support/release.ts";
import { climb, promoted } from "../support/rollout.ts";
import { launch, type StoryPages, storyPages, type Told } from "../support/story-pages.ts";
import { zipOf } from "../support/zip.ts";

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

  const told = (events: readonly ReleaseEvent[], more: Partial<Told> = {}): Promise<StoryPages> =>
    storyPages(browser, { events, now: soon, ...more });

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

  test("a form that names the build follows it when another one comes, and keeps what was written beside it", async () => {
    await using pages = await told([]);
    const di = await pages.open("di", at("staging.demo"));
    const build = di.locator('textarea[name="build"]');
    await di.getByLabel("Who was there?").fill("the board");
    expect(await build.inputValue()).toContain("sha256:");
    const [before, ada] = [await build.inputValue(), { kind: "human", id: "ada" } as const];
    const other = { version: "1.1.1", digest: digestOf("another"), commit: "beefed", authors: ["zoe@example.test"] };
    await pages.served.engine.command("shop-1.1.0", ada, { type: "ReplaceBuild", build: other, reason: "a fix" });
    await expect.poll(() => build.inputValue()).toBe(before.replace(/sha256:.*/, other.digest));
    expect(await di.getByLabel("Who was there?").inputValue()).toBe("the board");
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

  test("R63: another build is brought on its page after a failed attempt, with its root cause; authors of the old one stay", async () => {
    await using pages = await told(failedByTheBuild);
    const ada = await pages.open("ada", at("attempt.staging.1"));
    await ada.getByRole("link", { name: "Replace the build" }).click();
    await ada.getByRole("heading", { level: 1, name: /^Bring another build/ }).waitFor();
    await ada.getByLabel("Version").fill("1.1.1");
    const buffer = zipOf([{ name: "server.mjs", content: "// 1.1.1" }]);
    await ada
      .getByLabel("Its folder as a zip file")
      .setInputFiles({ name: "b.zip", mimeType: "application/zip", buffer });
    await ada.getByLabel("Commit").fill("beefed");
    await ada.getByLabel("Authors").fill("zoe@example.test");
    await ada.getByLabel("What was wrong with the old one").fill("the cart lost an item");
    await press(ada, "Replace the build");
    await ada.getByRole("alert").getByText("FIX_INCOMPLETE").waitFor();
    await ada.getByLabel("Its root cause").fill("an index was off by one");
    await ada.getByLabel("Where the fix can be read").fill("https://git.example.test/shop/7");
    await ada.getByLabel("Files that changed").fill("test/cart.test.ts");
    await press(ada, "Replace the build");
    await ada.locator("h1", { hasText: "shop 1.1.1" }).waitFor();
    const { release } = await pages.served.engine.status("shop-1.1.0");
    expect(release.build.authors).toEqual(["dev@example.org", "zoe@example.test"]);
    expect(release.issues.map(({ title }) => title)).toEqual([expect.stringContaining("only tests or limits")]);
  });

  test("R118, R124, R126: a sign of harm is raised, graded, mended as planned and settled among the issues", async () => {
    const fix = { name: "no-upsell", kind: "flag", does: "turns offers off", verifiedBy: "staging.smoke" } as const;
    await using pages = await told(climb({ at: minutes(10) }).slice(0, 8), {
      opened: { plan: { plannedFixes: [fix] } },
    });
    const ada = await pages.open("ada", "/releases/shop-1.1.0/issues");
    await ada.getByText("Raise a sign of harm").click();
    await ada.getByLabel("What is seen").fill("searches are slow");
    await press(ada, "Raise it");
    const sign = ada.locator("li", { hasText: "trigger-1" });
    await sign.getByText("Say how bad it is").click();
    await sign.getByLabel("Severity").selectOption("high");
    await sign.getByLabel("Why").fill("it spreads");
    await press(ada, "Grade the sign");
    await sign.locator(".state", { hasText: "high" }).waitFor();
    await sign.getByText("Decide", { exact: true }).click();
    await sign.getByLabel("What was seen").fill("offers are slow");
    await press(ada, "Begin");
    await press(ada, "no");
    await press(ada, "no-upsell");
    await sign.getByText("ada decided: fix in place").waitFor();
    await sign.getByText("A planned fix was made").click();
    await press(ada, "It was made in place");
    await sign.getByText("no-upsell was applied, and is not verified yet").waitFor();
    await sign.getByText("It is over", { exact: true }).click();
    await sign.getByLabel("How it is known").fill("searches are fast again");
    await press(ada, "Say that it is over");
    await ada.getByText("One is over").waitFor();
  });

  test("R97: what no machine looks at is seen by whoever has the role, and stands there with their words", async () => {
    const features = [{ story: "SHOP-2", title: "A printed invoice", manual: "product-owner" }];
    await using pages = await told(promoted({ at: minutes(10) }), {
      opened: { plan: { features } },
      now: minutes(300),
    });
    const bo = await pages.open("bo", at("validation.features"));
    await bo.getByText("Say what you saw of SHOP-2").click();
    await bo.getByLabel("What you saw").fill("it has our name and the total");
    await press(bo, "I saw it");
    await bo.getByText("bo: it works, it has our name and the total").waitFor();
    expect(await types(pages)).toContain("FeatureSeen");
  });

  test("R103: the rollback window is not closed before its least is over, and the page says until when", async () => {
    await using pages = await told(promoted({ at: minutes(10) }), { now: minutes(300) });
    const ada = await pages.open("ada", "/releases/shop-1.1.0/validation");
    await ada.getByText("Let the build before go").click();
    await ada.getByLabel("Why").last().fill("all is well");
    await press(ada, "Close the rollback window");
    await ada.getByRole("alert").getByText("WINDOW_TOO_SHORT").waitFor();
  });

  test("R74: a step of the runbook that people do is done, or did not work, on the war room's page", async () => {
    const asked = { by: "manual", owner: "sre", within: 1_800_000, unanswered: "hold", after: null } as const;
    const step = { number: 1, title: "Tell the warehouse", place: "before-rollout", ...asked } as const;
    const [requested, started] = climb({ at: minutes(10) });
    const begun = { type: "OwnStepStarted", own: 1, at: minutes(11), until: minutes(90) } as const;
    const rollout = requested?.rollout ?? "";
    await using pages = await told([
      { ...requested, ownSteps: [step] } as never,
      started!,
      { ...begun, rollout } as ReleaseEvent,
    ]);
    const cy = await pages.open("cy", "/releases/shop-1.1.0/room");
    await cy.getByRole("button", { name: "Step 1 is done" }).waitFor();
    await cy.getByText("Step 1 did not work").click();
    await cy.getByLabel("What happened").fill("nobody answers there");
    await press(cy, "It did not work");
    await expect.poll(() => types(pages)).toContain("OwnStepFailed");
  });

  test("a release is called off on its home, with why; what is rolled out goes back", async () => {
    await using pages = await told(climb({ at: minutes(10) }).slice(0, 8));
    const ada = await pages.open("ada", "/releases/shop-1.1.0");
    await ada.getByText("End it without closing it").click();
    await ada.getByLabel("Why").last().fill("superseded by 1.2.0");
    await press(ada, "Cancel the release");
    await ada.locator("header", { hasText: "It was cancelled: superseded by 1.2.0" }).waitFor();
    expect(await types(pages)).toEqual(expect.arrayContaining(["RollbackStarted", "ReleaseEnded"]));
  });
});

const failedByTheBuild: readonly ReleaseEvent[] = [
  {
    ...{ type: "AttemptFailed", failure: "attempt.staging.1", stage: "staging", attempt: 1, at: minutes(10) },
    ...{ requirement: "staging.smoke", reason: "1 of 4 failed", of: null, owes: ["diagnosis"], until: null },
  },
  {
    ...{ type: "FailureDiagnosed", failure: "attempt.staging.1", cause: "an index", fault: "build" },
    ...{ by: "ada", at: minutes(11) },
  },
] as never;
