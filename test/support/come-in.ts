import type { Browser, Page } from "playwright-core";

export const password = "lantern pebble harbour thistle";

/**
 * A browser of one's own: by the link of an invitation, a password, and then as every day.
 *
 * @param told  what was printed or sent, with the link in it
 */
export const comeIn = async (browser: Browser, told: string, id: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(/http:\S+/.exec(told)?.[0] ?? "");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set it" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Name").fill(id);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Releases" }).waitFor();
  return page;
};
