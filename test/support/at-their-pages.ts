import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { parse } from "yaml";
import { password } from "./come-in.ts";
import type { PersonId, ShopTeam } from "./shop-team.ts";

export type Done = {
  readonly who: PersonId;
  readonly requirement: string;
  readonly did: "signed" | "filed" | "was there" | "started" | "handed in" | "asked again";
};

type Item = { readonly requirement: string; readonly part?: string; readonly file: string };

/** What everybody shares while they work. */
type Desk = {
  readonly team: ShopTeam;
  readonly reports: string;
  readonly items: readonly Item[];
  readonly done: Done[];
  /** Pages that somebody was asked to look after by whoever may not do it alone. */
  readonly errands: string[];
  readonly isOver: () => boolean;
};

/** ms until somebody looks again at what could not be done. */
const patience = 2_000;
/** ms that somebody waits for what a page is about to show. */
const glance = 8_000;

/**
 * Everybody looks at what their pages say is theirs and does it there, side by side, until `isOver`.
 * @param reports  folder of what the pipeline found out about the build
 * @returns what was done, in its order
 */
export const workAtPages = async (
  team: ShopTeam,
  reports: string,
  isOver: (done: readonly Done[]) => boolean,
  within: number,
): Promise<readonly Done[]> => {
  const late = AbortSignal.timeout(within);
  const done: Done[] = [];
  const { items } = parse(readFileSync(join(reports, "handoff.yaml"), "utf8")) as { items: readonly Item[] };
  let failed = false;
  const over = (): boolean => late.aborted || failed || isOver(done);
  const desk: Desk = { team, reports, items, done, errands: [], isOver: over };
  const everybody = (Object.keys(team.pages) as PersonId[]).map((who) =>
    workOf(desk, who).catch(async (error: unknown) => {
      failed = true;
      throw new Error(`${who} at ${await whatIsSeen(team.pages[who])}`, { cause: error });
    }),
  );
  await Promise.all(everybody);
  if (!isOver(done)) {
    const open = await team.headgate("status", team.release);
    throw new Error(`not within ${within} ms; done: ${done.map(inWords).join(", ")}\n${open}`);
  }
  return done;
};

const whatIsSeen = async (page: Page): Promise<string> => `${page.url()}:\n${await page.locator("body").innerText()}`;

const inWords = ({ who, did, requirement }: Done): string => `${who} ${did} ${requirement}`;

const workOf = async (desk: Desk, who: PersonId): Promise<void> => {
  const page = desk.team.pages[who];
  const again = new Map<string, number>();
  while (!desk.isOver()) {
    const mine = [...(who === "fay" ? desk.errands : []), ...(await waitsFor(page))];
    const next = mine.find((href) => (again.get(href) ?? 0) < performance.now());
    if (next === undefined) {
      await pause(250);
      continue;
    }
    const did = await actOn(desk, who, page, next);
    again.set(next, performance.now() + patience);
    if (did !== null) desk.done.push({ who, did, requirement: requirementOf(next) });
    if (did !== null && desk.errands.includes(next)) desk.errands.splice(desk.errands.indexOf(next), 1);
  }
};

const requirementOf = (href: string): string => href.slice(href.lastIndexOf("/") + 1);

/** Addresses of what "Yours now" lists. */
const waitsFor = async (page: Page): Promise<readonly string[]> => {
  if (new URL(page.url()).pathname !== "/") await page.getByRole("link", { name: "Releases", exact: true }).click();
  const links = page.locator('section[aria-label="What waits for you"] li strong').locator("xpath=..");
  return links.evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
};

/** Null when nothing can be done there now. */
const actOn = async (desk: Desk, who: PersonId, page: Page, href: string): Promise<Done["did"] | null> => {
  const link = page.locator(`a[href="${href}"]`).first();
  if ((await link.count()) === 0) await page.goto(new URL(href, page.url()).href);
  else await link.click().catch(() => undefined);
  const cards = page.locator("main section.card h2");
  const title = page.locator("header code", { hasText: requirementOf(href) });
  if (!(await shows(title)) || !(await shows(cards))) return null;
  const said = await cards.allInnerTexts();
  const has = (heading: string): boolean => said.includes(heading);
  if (has("What you would sign")) return sign(page);
  if (has("Fill it in")) return fillIn(page);
  if (has("Are you there?")) return (await press(page, "I am here")) ? "was there" : null;
  if (has("Write it")) return write(desk, who, page, href);
  if (has("Start")) return start(page);
  if (has("Look again")) return handIn(desk, page, requirementOf(href));
  return null;
};

/** False when the page changed under the hand: it was done in the meantime, and the page says something else. */
const fits = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

const shows = (what: ReturnType<Page["locator"]>): Promise<boolean> => fits(what.first().waitFor({ timeout: glance }));

const sign = async (page: Page): Promise<Done["did"] | null> => {
  if (!(await shows(page.getByText(/that it stands on are met|are not met or waived/)))) return null;
  const field = page.getByLabel("Your password").first();
  if (!(await field.isVisible())) return null;
  if (!(await fits(field.fill(password, { timeout: glance })))) return null;
  return (await press(page, "Sign")) ? "signed" : null;
};

/** By the name of the field; whatever else is asked went as planned. */
const answers: Readonly<Record<string, string>> = {
  ...{ decision: "go on", feedback: "none", runbook: "bo", "release-notes": "bo", "known-issues": "bo" },
  "held-on": new Date().toISOString().slice(0, 10),
};

const fillIn = async (page: Page): Promise<Done["did"] | null> => {
  const form = page.locator("form", { has: page.getByRole("button", { name: "File it" }) });
  for (const field of await form.locator("textarea").all())
    if ((await field.inputValue({ timeout: glance }).catch(() => "gone")) === "") {
      const name = (await field.getAttribute("name")) ?? "";
      if (!(await fits(field.fill(answers[name] ?? "As planned.", { timeout: glance })))) return null;
    }
  return (await press(page, "File it")) ? "filed" : null;
};

/** Who signs for the technical pages has not written all of them alone: Cy asks Fay. */
const write = async (desk: Desk, who: PersonId, page: Page, href: string): Promise<Done["did"] | null> => {
  if (await page.getByText("Headgate writes it").isVisible()) return null;
  if (who === "cy") {
    if (!desk.errands.includes(href)) desk.errands.push(href);
    return null;
  }
  const text = page.locator('textarea[name="text"]');
  const issues = href.endsWith("known-issues") ? "- SHOP-41: mended in a later release." : "Nothing changes here.";
  const written = async () => text.fill(`${await text.inputValue({ timeout: glance })}\n${issues}\n`);
  if (!(await fits(written()))) return null;
  return (await press(page, "File it")) ? "filed" : null;
};

const start = async (page: Page): Promise<Done["did"] | null> => {
  if (!(await page.getByText("not started yet").first().isVisible())) return null;
  return (await press(page, /^Start /)) ? "started" : null;
};

/** What the pipeline found out, from whoever answers for it; too few requests are counted anew. */
const handIn = async ({ items, reports }: Desk, page: Page, requirement: string): Promise<Done["did"] | null> => {
  if (await page.locator("header .state", { hasText: "inconclusive" }).isVisible())
    return (await press(page, "Ask it again now")) ? "asked again" : null;
  const own = items.filter((one) => one.requirement === requirement);
  if (own.length === 0 || (await page.getByText("Evidence", { exact: true }).isVisible())) return null;
  await page.getByText("Hand in a report").click();
  for (const { part = "", file } of own) {
    await page.getByLabel("File").setInputFiles(join(reports, file));
    if (part !== "") await page.getByLabel("Part").selectOption(part);
    if (!(await press(page, "Hand it in"))) return null;
  }
  return "handed in";
};

/** Refused because something is still moving: what is new is shown, and looked at again. */
const later = new Set([
  ...["SHOWN_CHANGED", "SHOWN_NOT_MET", "AFTER_NOT_MET", "PERIOD_NOT_OVER", "GATE_CLOSED", "ROLLOUT_IN_PROGRESS"],
  // These hands are faster than the answer that says which build it is now.
  ...["OTHER_BUILD", "TOO_MANY_REQUESTS"],
]);

const press = async (page: Page, name: string | RegExp): Promise<boolean> => {
  const sent = page
    .waitForResponse((one) => one.request().method() === "POST" && one.url().includes("/api/v1/"))
    .catch(() => null);
  // What is gone by then was done, or waits for something else now.
  if (!(await fits(page.getByRole("button", { name, exact: true }).click({ timeout: glance })))) return false;
  const answer = await sent;
  if (answer === null) throw new Error(`${page.url()}: no answer to ${name}`);
  if (answer.ok()) return true;
  const problem = (await answer.json()) as { readonly code?: string };
  if (later.has(problem.code ?? "")) return false;
  throw new Error(`${page.url()}: ${JSON.stringify(problem)}`);
};
