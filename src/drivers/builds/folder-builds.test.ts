import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderBuilds } from "./folder-builds.ts";

const digest = `sha256:${"a".repeat(64)}`;
const world = async () => {
  const path = await mkdtemp(join(tmpdir(), "hg-"));
  const kept = join(path, "kept");
  return {
    path,
    kept,
    builds: folderBuilds(kept),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
};

test("an image by its digest is that build, and nothing of it is kept", async () => {
  await using w = await world();
  for (const name of ["registry.example/shop", "127.0.0.1:5000/team/shop", "shop", "registry.example/shop:1.1.0"])
    expect(await w.builds.add(`${name}@${digest}`)).toBe(digest);

  expect(await readdir(w.path)).toEqual([]);
});

test("it has no folder, and the error says what it can run with", async () => {
  await using w = await world();
  const build = await w.builds.add(`registry.example/shop@${digest}`);

  await expect(w.builds.folder(build)).rejects.toMatchObject({
    code: "BUILD_INVALID",
    fix: expect.stringContaining("driver: docker"),
  });
});

test.each(["registry.example/shop", "registry.example/shop:1.1.0", `@${digest}`, "shop@sha256:abc", `a@b@${digest}`])(
  "%s names no folder and no digest",
  async (path) => {
    await using w = await world();

    await expect(w.builds.add(path)).rejects.toMatchObject({
      code: "BUILD_INVALID",
      fix: expect.stringContaining("@sha256:"),
    });
  },
);

test("a folder is a folder, even if it is called like an image", async () => {
  await using w = await world();
  const odd = join(w.path, `shop@${digest}`);
  await mkdir(odd);
  await writeFile(join(odd, "server.mjs"), "1");

  const build = await w.builds.add(odd);

  expect(build).not.toBe(digest);
  expect(await readdir(await w.builds.folder(build))).toEqual(["server.mjs"]);
});
