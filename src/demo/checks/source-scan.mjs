// node source-scan.mjs <folder> [rule]: looks for dangerous calls and written-down secrets in a build, or for what one
// rule says alone, as SARIF.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { run } from "./lib/run.mjs";
import { sarifReport } from "./lib/sarif.mjs";

const patterns = [
  { id: "eval", severity: "critical", title: "runs text as code", form: /\beval\s*\(|\bnew Function\s*\(/ },
  { id: "shell", severity: "high", title: "starts a program", form: /\b(execSync|spawnSync)\s*\(|node:child_process/ },
  {
    id: "secret",
    severity: "critical",
    title: "holds a secret",
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b/,
  },
  { id: "weak-hash", severity: "high", title: "uses a broken hash", form: /createHash\(\s*["'](md5|sha1)["']/ },
];

run(["<folder>", "[rule]"], async (folder, only) => {
  const sought = patterns.filter(({ id }) => only === undefined || id === only);
  if (sought.length === 0) throw new Error(`there is no rule ${only}`);
  const began = new Date().toISOString();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.m?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  if (files.length === 0) throw new Error("there is no source in that folder");
  const findings = [];
  for (const file of files) {
    const source = await readFile(file, "utf8");
    for (const { id, severity, title, form } of sought)
      if (form.test(source)) findings.push({ id, severity, title, where: relative(folder, file) });
  }
  return sarifReport("shop source scan", began, findings);
});
