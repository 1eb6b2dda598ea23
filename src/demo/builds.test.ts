import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { versions, writeBuild } from "./builds.ts";

const scratch = () => {
  const path = mkdtempSync(join(tmpdir(), "hg-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

const contentOf = (folder: string): string => {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).toSorted()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
};

test("a version always gives the same bytes, and each version others, also over the build of another one", () => {
  using fresh = scratch();
  using reused = scratch();

  const seen = versions.toReversed().map((version) => {
    writeBuild(join(fresh.path, version), version);
    writeBuild(join(reused.path, "build"), version);
    expect(contentOf(join(reused.path, "build"))).toBe(contentOf(join(fresh.path, version)));
    return contentOf(join(fresh.path, version));
  });

  expect(new Set(seen).size).toBe(versions.length);
});

test("a build names its version and brings all that its server imports", () => {
  using folder = scratch();

  writeBuild(folder.path, "1.1.0");

  expect(JSON.parse(readFileSync(join(folder.path, "package.json"), "utf8"))).toMatchObject({ version: "1.1.0" });
  const names = readdirSync(folder.path);
  const imported = names
    .filter((name) => name.endsWith(".mjs"))
    .flatMap((name) => [...readFileSync(join(folder.path, name), "utf8").matchAll(/from "(?!node:)\.\/(.+)"/g)])
    .map((match) => match[1]);
  expect(names).toEqual(expect.arrayContaining(["server.mjs", "catalogue.json", ...imported]));
});

test("somebody else's files are left alone", () => {
  using folder = scratch();
  writeFileSync(join(folder.path, "thesis.txt"), "years of work");

  expect(() => writeBuild(folder.path, "1.0.0")).toThrow("it holds other files already");

  expect(readFileSync(join(folder.path, "thesis.txt"), "utf8")).toBe("years of work");
});
