import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder as temporaryFolder } from "../../../test/support/folder.ts";
import { openPackage } from "./open-package.ts";

const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += new TextDecoder().decode(piece);
  return text;
};

test("reads the files of a folder, also of one that is reached by a link", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "handoff/reports"), { recursive: true });
  await writeFile(join(folder.path, "handoff/reports/a.xml"), "<a/>");
  await symlink(join(folder.path, "handoff"), join(folder.path, "link"));
  for (const name of ["handoff", "link"]) {
    const made = await openPackage(join(folder.path, name));
    expect(await textOf(made.read("reports/a.xml"))).toBe("<a/>");
  }
});

test.each([
  ["a link to a file outside", "link", /is a symbolic link/],
  ["a file behind a link to a folder", "away/secret", /lies behind a symbolic link/],
  ["a path that leads out", "../secret", /leads out of the package/],
  ["an absolute path", "/etc/passwd", /is an absolute path/],
  ["a folder", "reports", /is no ordinary file/],
  ["a file that is not there", "none", /no such file/],
])("does not read %s", async (_, path, problem) => {
  await using folder = await temporaryFolder();
  const root = join(folder.path, "handoff");
  await mkdir(join(root, "reports"), { recursive: true });
  await writeFile(join(folder.path, "secret"), "secret");
  await symlink(join(folder.path, "secret"), join(root, "link"));
  await symlink(folder.path, join(root, "away"));
  const made = await openPackage(root);
  await expect(textOf(made.read(path))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    detail: { problem: expect.stringMatching(problem) },
  });
});
