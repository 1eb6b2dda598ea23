import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedFiles } from "../../src/cli/changed-files.ts";
import { sourceOf } from "../../src/cli/source.ts";
import { instant } from "../../src/domain/units.ts";
import { folder } from "../support/folder.ts";
import { startService, writeBuild } from "../support/service.ts";

/** Fixed identity and no settings of the machine, so that every run makes the same commits. */
const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_DATE: "2026-10-31T08:00:00+01:00",
  GIT_COMMITTER_DATE: "2026-11-02T13:00:00+01:00",
};
const run = (cwd: string, ...args: string[]): string => execFileSync("git", args, { cwd, env, encoding: "utf8" });
const io = {
  git: async (args: readonly string[], cwd: string): Promise<string | null> => {
    try {
      return execFileSync("git", [...args], { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      return null;
    }
  },
};
const nothing = { commit: undefined, committed: undefined, author: [] };
const noon = Date.UTC(2026, 10, 2, 12);

const commit = (cwd: string, email: string, message: string): string => {
  writeFileSync(join(cwd, "file"), message);
  run(cwd, "add", "file");
  run(cwd, "-c", "user.name=x", "-c", `user.email=${email}`, "commit", "-m", message);
  return run(cwd, "rev-parse", "HEAD").trim();
};

test("commit and authors are read from git: since the release before, co-authors too, each once", async () => {
  await using dir = await folder();
  run(dir.path, "init", "--quiet");
  const before = commit(dir.path, "old@example.test", "one");
  commit(dir.path, "Ben@Example.test", "two\n\nCo-authored-by: Cleo <cleo@example.test>");
  const last = commit(dir.path, "ben@example.test", "three");

  const since = await sourceOf(io, dir.path, nothing, before);
  expect(since).toEqual({
    commit: last,
    committedAt: noon,
    authors: ["ben@example.test", "cleo@example.test"],
    from: `from git since ${before.slice(0, 12)}`,
  });

  const whole = await sourceOf(io, dir.path, nothing, null);
  expect(whole.authors).toEqual(["ben@example.test", "cleo@example.test", "old@example.test"]);
});

test("what was typed counts, wherever the folder is", async () => {
  await using dir = await folder();

  const typed = { commit: "abc", committed: undefined, author: ["ada@example.test"] };
  const given = { commit: "abc", authors: ["ada@example.test"], from: "as given" };
  expect(await sourceOf(io, dir.path, typed, null)).toEqual(given);
  const committed = instant(noon);
  expect(await sourceOf(io, dir.path, { ...typed, committed }, null)).toEqual({ ...given, committedAt: noon });
});

test("without git somebody has to say who wrote it, or duties could not be kept apart", async () => {
  await using dir = await folder();

  await expect(sourceOf(io, dir.path, nothing, null)).rejects.toMatchObject({
    code: "USAGE",
    fix: "Add --commit SHA.",
  });
  await expect(sourceOf(io, dir.path, { ...nothing, commit: "abc" }, null)).rejects.toMatchObject({
    fix: "Add --author EMAIL for each of them.",
  });
});

test("R63: what a fix changes is read from git; where git does not know both commits, nobody can say", async () => {
  await using dir = await folder();
  run(dir.path, "init", "--quiet");
  const before = commit(dir.path, "ben@example.test", "one");
  const after = commit(dir.path, "ben@example.test", "two");

  expect(await changedFiles(io, dir.path, before, after)).toEqual(["file"]);
  expect(await changedFiles(io, dir.path, before, before)).toEqual([]);
  expect(await changedFiles(io, dir.path, "abc", after)).toBeNull();
  expect(await changedFiles(io, dir.path, "", after)).toBeNull();
  expect(await changedFiles(io, dir.path, "--output=x", after)).toBeNull();
});

test("when it was committed stands in the history of a release and of its new build; where nobody knows, nothing does", async () => {
  await using service = await startService();
  const { shell } = service;
  const path = await writeBuild(shell.path, "1.2.0");
  const given = ["--build", path, "--commit", "def", "--author", "ben@example.test", "--as", "ada"];
  const opened = await shell.headgate("open", "--version", "1.2.0", "--committed", "2026-11-02T13:00+01:00", ...given);
  expect(opened).toMatchObject({ exit: 0, out: expect.stringContaining("commit def of 2026-11-02 12:00 UTC, by ben") });
  const buildOf = async () => (await service.engine.load("shop-1.2.0")).release.build;
  expect(await buildOf()).toMatchObject({ commit: "def", committedAt: noon });

  const other = await writeBuild(shell.path, "1.2.1");
  const replaced = [...given.slice(2), "--build", other, "--version", "1.2.1", "--reason", "mended"];
  expect(await shell.headgate("rebuild", "shop-1.2.0", ...replaced)).toMatchObject({ exit: 0 });
  expect(await buildOf()).toMatchObject({ version: "1.2.1" });
  expect(await buildOf()).not.toHaveProperty("committedAt");
});
