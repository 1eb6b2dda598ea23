import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Served } from "./served.ts";
import { release } from "./story.ts";

/** Of one second of drawing. */
const perSecond = 60;
const frame = 1_000 / perSecond;

export type Frames = {
  /** Share of intervals between two frames that were longer than one and a half frames. */
  readonly late: number;
  /** Share of the frames that there was time for and that were not drawn: a long pause counts for all that it cost. */
  readonly missed: number;
  /** The longest interval, in ms. */
  readonly longest: number;
};

/** Frames of the war room while nothing happens, and while 60 lines a second are written; then, how long until it shows the last. */
export const roomFrames = async (served: Served, seconds: number) => {
  const page = await served.open("ada", `/releases/${release}/room`);
  await page.getByRole("log", { name: "Log" }).waitFor();
  await sleep(1_000);
  const idle = await drawn(page, () => sleep(1_000 * Math.min(seconds, 10)));
  const busy = await drawn(page, () => write(served, seconds));
  const began = performance.now();
  await served.story.note("the last line");
  await page.getByRole("log", { name: "Log" }).getByText("the last line").waitFor({ timeout: 10_000 });
  const last = performance.now() - began;
  const problems = await page.locator(".problem").count();
  await page.context().close();
  return { idle, busy, last, problems };
};

/** Two windows that were judged, then a note; the pace is kept whatever one of them took. */
const write = async ({ story }: Served, seconds: number): Promise<void> => {
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    await (n % 3 === 2 ? story.note(`line ${n}`) : story.verdict());
    await sleep(Math.max(0, began + (n + 1) * frame - performance.now()));
  }
};

const drawn = async (page: Page, meanwhile: () => Promise<unknown>): Promise<Frames> => {
  await page.evaluate(() => {
    const at: number[] = [];
    const next = (now: number): void => {
      at.push(now);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(window, { framesAt: at });
  });
  await meanwhile();
  const at = (await page.evaluate("window.framesAt.slice()")) as readonly number[];
  const gaps = at.slice(1).map((one, i) => one - at[i]!);
  const lost = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0);
  return {
    late: gaps.filter((gap) => gap > 1.5 * frame).length / gaps.length,
    missed: lost / (gaps.length + lost),
    longest: Math.max(...gaps),
  };
};
