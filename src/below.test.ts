import { spawnSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../test/support/folder.ts";
import { below } from "./below.ts";

test("tells files, links and the rest by name, and follows no link", async () => {
  await using at = await folder();
  await mkdir(join(at.path, "lib/deep"), { recursive: true });
  await mkdir(join(at.path, "empty"));
  await writeFile(join(at.path, "lib/deep/a"), "");
  await writeFile(join(at.path, "lib.txt"), "");
  await symlink("lib", join(at.path, "again"));
  await symlink("..", join(at.path, "lib/up"));
  await symlink("/", join(at.path, "lib/all"));
  spawnSync("mkfifo", [join(at.path, "pipe")]);

  expect(await below(at.path)).toEqual([
    { name: "again", kind: "link" },
    { name: "lib.txt", kind: "file" },
    { name: "lib/all", kind: "link" },
    { name: "lib/deep/a", kind: "file" },
    { name: "lib/up", kind: "link" },
    { name: "pipe", kind: "other" },
  ]);
  await expect(below(join(at.path, "nowhere"))).rejects.toMatchObject({ code: "ENOENT" });
});
