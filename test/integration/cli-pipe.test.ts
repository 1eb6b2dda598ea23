import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { realJournal, release } from "../../bench/support/real-journal.ts";
import { folder } from "../support/folder.ts";

test("a reader that has read enough, as `| head` does, is no error", async () => {
  await using dir = await folder();
  await realJournal(dir.path, 3_000); // more than a pipe holds
  const child = spawn(process.execPath, ["src/main.ts", "history", release, "-C", dir.path]);
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });

  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "exit");

  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});
