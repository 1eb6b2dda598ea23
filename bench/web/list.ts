import type { Served } from "./served.ts";

/**
 * From the navigation until the rows were painted and the page had handled a click on one of them, in ms; every load in
 * a browser of its own with nothing in its cache.
 */
export const listLoads = async (served: Served, loads: number): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let n = 0; n < loads; n++) {
    const page = await served.open("ada", "/", { before: clickFirstRow });
    found.push(Number(await page.evaluate("window.handled")));
    await page.context().close();
  }
  return found;
};

/** Runs in the page. The click waits for the frame with the rows, and is a task behind whatever the page still does. */
const clickFirstRow = (): void => {
  const handled = new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      const rows = document.querySelectorAll<HTMLAnchorElement>("main tbody td:first-child a[href^='/releases/']");
      if (rows.length < 50) return;
      watch.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => {
          rows[0]?.click();
          if (location.pathname.startsWith("/releases/")) resolve(performance.now());
        }),
      );
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  Object.assign(window, { handled });
};
