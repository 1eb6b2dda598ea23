import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Served } from "./served.ts";
import { release } from "./story.ts";

const at = `/releases/${release}`;
/** Every page at which people spend their time. */
const paths = [
  ...["/", "/calendar", "/environments/production", "/service", "/figures", "/settings", at],
  ...["build", "package", "plan", "checklist", "room", "validation", "issues", "documents", "controls", "history"].map(
    (name) => `${at}/${name}`,
  ),
  ...[`${at}/requirements/A12`, `${at}/requirements/entry.security`],
];

const sizes = [
  { width: 1280, height: 900 },
  { width: 320, height: 640 },
] as const;

/** By page: how far what stood there moved while it loaded, the worse of a desk and a telephone; all shifts added up. */
export const layoutShifts = async (served: Served): Promise<Readonly<Record<string, number>>> => {
  const found: Record<string, number> = {};
  for (const path of paths) {
    const shifts: number[] = [];
    for (const size of sizes) {
      const page = await served.open("ada", path, size);
      shifts.push(await shiftOf(page));
      await page.context().close();
    }
    found[path] = Math.max(...shifts);
  }
  return found;
};

const shiftOf = async (page: Page): Promise<number> => {
  await page.locator("h1").waitFor();
  await page.locator(".loading").first().waitFor({ state: "detached" });
  await page.waitForLoadState("load");
  await sleep(500);
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const one of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
            if (!one.hadRecentInput) sum += one.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 200);
      }),
  );
};
