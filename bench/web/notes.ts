import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Served } from "./served.ts";
import { release } from "./story.ts";

/** From the request that writes a note until its text is in the page of each of two people, in ms. */
export const noteDelays = async (served: Served, notes: number): Promise<readonly number[]> => {
  const pages = await Promise.all(["ada", "bo"].map((person) => openRoom(served, person)));
  const found: number[] = [];
  for (let n = 0; n < notes; n++) {
    const text = `note ${n} in two browsers`;
    for (const page of pages) await page.evaluate(stamp, text);
    const began = Date.now();
    await send(served, text);
    for (const page of pages) found.push(Number(await page.evaluate("window.seen")) - began);
    // Not in step with the 50 ms at which the server looks at its feed.
    await sleep(300 + ((n * 37) % 100));
  }
  for (const page of pages) await page.context().close();
  return found;
};

const openRoom = async (served: Served, person: string): Promise<Page> => {
  const page = await served.open(person, `/releases/${release}/room`);
  await page.getByRole("log", { name: "Log" }).waitFor();
  return page;
};

/** Runs in the page: the same clock as ours, for it is the same machine. */
const stamp = (text: string): void => {
  const isThere = () => document.querySelector("[role=log] li")?.textContent?.includes(text) === true;
  const seen = new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (!isThere()) return;
      watch.disconnect();
      resolve(Date.now());
    });
    watch.observe(document, { childList: true, subtree: true, characterData: true });
  });
  Object.assign(window, { seen });
};

const send = async ({ url, as }: Served, text: string): Promise<void> => {
  const response = await fetch(`${url}/api/v1/releases/${release}/commands/take-note`, {
    method: "POST",
    headers: { ...as("ada"), "content-type": "application/json" },
    body: JSON.stringify({ kind: "note", text, about: "" }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
};
