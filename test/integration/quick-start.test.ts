import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { realJournal, release } from "../../bench/support/real-journal.ts";
import { folder } from "../support/folder.ts";

/** Prints what was loaded when the process ends. */
const spy = `import { registerHooks } from "node:module";
const seen = new Set();
registerHooks({ load(url, context, next) { seen.add(url); return next(url, context); } });
process.on("exit", () => process.stderr.write(JSON.stringify([...seen])));`;

test("to look at a release loads no schema library, which takes longer than all else", async () => {
  await using dir = await folder();
  await realJournal(dir.path, 0);
  const args = ["--import", `data:text/javascript,${encodeURIComponent(spy)}`, "src/main.ts", "status", release];

  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, "-C", dir.path]);

  expect(stdout).toContain(release);
  const loaded = JSON.parse(stderr) as readonly string[];
  expect(loaded.filter((url) => url.includes("/src/cli/commands/"))).toHaveLength(1);
  expect(loaded.filter((url) => url.includes("/node_modules/"))).toEqual([]);
});
