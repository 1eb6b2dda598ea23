import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../errors.ts";

/** 1.0.0 and 1.1.0 are good; 1.2.0 loses its recommendation slots under load (`shop/1.2.0/recommendations.mjs`). */
export const versions = ["1.0.0", "1.1.0", "1.2.0"] as const;
export type ShopVersion = (typeof versions)[number];

/** Each version's folder holds only the files that it changes or adds. */
const sources = join(import.meta.dirname, "shop");

/**
 * Write the sample shop in this version into a folder: `node server.mjs` there starts it. The same version gives the
 * same bytes. An older build in the folder is replaced.
 *
 * @throws AppError `BUILD_INVALID` when the folder holds something that is not a build of the shop
 */
export const writeBuild = (folder: string, version: ShopVersion): void => {
  empty(folder);
  for (const [name, bytes] of filesOf(version)) writeFileSync(join(folder, name), bytes);
};

const filesOf = (version: ShopVersion): ReadonlyMap<string, Uint8Array> => {
  const layers = versions.slice(0, versions.indexOf(version) + 1).map((layer) => join(sources, layer));
  const files = layers.flatMap((layer) => readdirSync(layer).map((name) => [name, join(layer, name)] as const));
  return new Map([
    ...files.map(([name, path]) => [name, readFileSync(path)] as const),
    ["package.json", Buffer.from(manifest(version))],
  ]);
};

const manifest = (version: ShopVersion): string =>
  `${JSON.stringify({ name: "mill-lane-shop", version, private: true, type: "module", engines: { node: ">=20" } }, null, 2)}\n`;

const empty = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !isShop(folder))
    throw new AppError("BUILD_INVALID", {
      path: folder,
      problem: "it holds other files already",
      fix: "Name an empty folder.",
    });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
};

const isShop = (folder: string): boolean => {
  const path = join(folder, "package.json");
  return existsSync(path) && readFileSync(path, "utf8").includes('"name": "mill-lane-shop"');
};
