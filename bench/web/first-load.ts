import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Response } from "playwright-core";
import type { Served } from "./served.ts";

export type Scripts = { readonly plain: number; readonly gzip: number; readonly br: number; readonly sent: number };

/** Bytes of all scripts that a page takes until it is there: as they are, by `gzip -9`, by brotli, and as they came. */
export const scriptsOf = async (served: Served, path: string): Promise<Scripts> => {
  const page = await served.fresh("ada");
  const answers: Response[] = [];
  page.on("response", (one) => {
    if (one.request().resourceType() === "script") answers.push(one);
  });
  await page.goto(`${served.url}${path}`);
  await page.locator("h1").waitFor();
  const all = await Promise.all(answers.map(sizesOf));
  await page.context().close();
  const sum = (of: keyof Scripts): number => all.reduce((total, one) => total + one[of], 0);
  return { plain: sum("plain"), gzip: sum("gzip"), br: sum("br"), sent: sum("sent") };
};

const sizesOf = async (answer: Response): Promise<Scripts> => {
  const body = await answer.body();
  const { responseBodySize: sent } = await answer.request().sizes();
  return { plain: body.length, gzip: gzipSync(body, { level: 9 }).length, br: brotliCompressSync(body).length, sent };
};
