// node dependencies.mjs <folder>: the packages that a build brings, each of which somebody must have allowed, as SARIF.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./lib/run.mjs";
import { sarifReport } from "./lib/sarif.mjs";

/** Packages that the firm has looked at; the shop needs none. */
const allowed = new Set();

run(["<folder>"], async (folder) => {
  const began = new Date().toISOString();
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  );
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  const findings = names
    .filter((name) => !allowed.has(name))
    .map((name) => ({
      id: "unknown-package",
      severity: "high",
      title: `${name} was never looked at`,
      where: "package.json",
    }));
  return sarifReport("shop dependencies", began, findings);
});
