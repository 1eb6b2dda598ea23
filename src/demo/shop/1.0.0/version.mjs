import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** `code` is what was built; `version` and `build` are what the one who started us says that it started. */
export const running = {
  code: manifest.version,
  version: process.env.HEADGATE_VERSION ?? manifest.version,
  build: process.env.HEADGATE_BUILD ?? null,
};
