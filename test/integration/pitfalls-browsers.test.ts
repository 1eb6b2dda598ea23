import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, chromium, hasChromium } from "../support/chromium.ts";
import { processOf } from "../support/default-check.ts";
import { fixture } from "../support/fixture.ts";
import { tell } from "../support/pitfall.ts";
import { page } from "../support/probe-world.ts";
import { startService } from "../support/service.ts";

const bound = (id: string, part: string, file: string, format: string) =>
  startService({ process: processOf(id), config: { checks: { [id]: [{ part, file, format }] } } });

describe.runIf(hasChromium)("R115: a page in a real browser, as wide as a telephone", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium();
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  const html = (width: string) =>
    `<!doctype html><meta name="viewport" content="width=device-width"><title>Shop</title><div style="width:${width}">Cart</div>`;

  /** What a team's own script would write. */
  const reportOf = async (url: string, paths: readonly string[]): Promise<string> => {
    const viewport = { width: 375, height: 812, mobile: false };
    const widths = await Promise.all(
      paths.map(async (path) =>
        Number(await browser.evaluate(url + path, viewport, "document.documentElement.scrollWidth")),
      ),
    );
    const wide = paths.filter((_, i) => widths[i]! > viewport.width);
    const figures = { pages: paths.length, viewportWidth: viewport.width, overflowing: wide.length };
    return JSON.stringify({ figures, lists: { overflowing: wide } });
  };

  test("layout overflow at 375 px fails and names the page; without it, it passes", async () => {
    await using shop = await page((asked, answer) => {
      answer.writeHead(200, { "content-type": "text/html" }).end(html(asked.url === "/wide" ? "600px" : "100%"));
    });
    await using service = await bound("browsers.mobile", "viewport", "mobile.json", "figures");
    await service.shell.write("mobile.json", await reportOf(shop.url, ["/", "/wide"]));
    expect(await tell(service, "browsers.mobile", "viewport")).toMatchObject({
      state: "fail",
      reason: "viewport: 1 pages are wider than the screen of a telephone: /wide",
    });
    await service.shell.write("mobile.json", await reportOf(shop.url, ["/"]));
    await service.shell.headgate("run", service.id, "browsers.mobile", "--as", "ada");
    expect(await tell(service, "browsers.mobile", "viewport")).toMatchObject({ state: "pass" });
  });
});

test("R116: a button without a name fails; a path that cannot be walked by keyboard does too", async () => {
  const id = "browsers.accessibility";
  const config = {
    checks: {
      [id]: [
        { part: "scan", file: "axe.json", format: "axe" },
        { part: "keyboard", file: "keyboard.xml", format: "junit" },
      ],
    },
  };
  await using service = await startService({ process: processOf(id), config });
  await service.shell.write("axe.json", new TextDecoder().decode(fixture("axe-button.json")));
  const cases = '<testcase name="to search"/><testcase name="to the cart"><failure/></testcase>';
  const keyboard = `<testsuite name="keyboard" tests="2" failures="1">${cases}</testsuite>`;
  await service.shell.write("keyboard.xml", keyboard);
  const { state, reason } = await tell(service, id, "scan");
  expect(state).toBe("fail");
  expect(reason).toMatch(/scan: 2 critical obstacles are new .*button-name \/ button/);
  expect(reason).toContain("keyboard: 1 paths cannot be walked by keyboard");
});
