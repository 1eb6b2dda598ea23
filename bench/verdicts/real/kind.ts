import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ShopVersion, writeBuild } from "../../../src/demo/builds.ts";

/** What the candidate is: the baseline's own build, the demo's faulty one, or a good one whose stock system is slower. */
export const kinds = ["same", "fault", "slow"] as const;
export type Kind = (typeof kinds)[number];

/** The baseline is 1.1.0 throughout. */
export const versionOf: Readonly<Record<Kind, ShopVersion>> = { same: "1.1.0", fault: "1.2.0", slow: "1.1.0" };

export const buildFolder = (home: string, kind: Kind): string => join(home, "builds", kind);

export const writeBuilds = async (home: string): Promise<void> => {
  await mkdir(join(home, "builds"), { recursive: true });
  for (const kind of kinds) writeBuild(buildFolder(home, kind), versionOf[kind]);
  await slowDown(join(buildFolder(home, "slow"), "warehouse.mjs"));
};

/** Product pages, 60 % of all requests, wait for the stock system for half as long again: 30 … 45 ms, not 20 … 30. */
const slowDown = async (path: string): Promise<void> => {
  const before = await readFile(path, "utf8");
  const after = before.replace("20 + 10 * Math.random()", "1.5 * (20 + 10 * Math.random())");
  if (after === before) throw new Error(`${path} does not wait as it did: the slow build would be a good one`);
  await writeFile(path, after);
};
