import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder as temporaryFolder } from "../../../test/support/folder.ts";
import { type ZipEntry, zipOf } from "../../../test/support/zip.ts";
import { folderBuilds } from "../builds/folder-builds.ts";
import { folderDigest } from "../builds/folder-digest.ts";
import { keepZippedBuild } from "../builds/keep-zipped-build.ts";
import { openPackage } from "./open-package.ts";
import { packZip } from "./pack-zip.ts";
import { unpackZip } from "./unpack-zip.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const write = async (root: string, files: Files): Promise<string> => {
  await mkdir(root, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
};

const link = (name: string, target: string): ZipEntry => ({ name, content: target, mode: 0o120777 });

/** Bytes that no packing makes smaller. */
const noise = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  let seed = 7;
  for (let i = 0; i < length; i++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    bytes[i] = seed >>> 16;
  }
  return bytes;
};

const odd: Files = {
  "server.mjs": "console.log(1)\n".repeat(500),
  "run me.sh": "#!/bin/sh\n",
  "a/b/c/deep.txt": "deep",
  ".hidden/.env": "",
  "-rf": "dashes",
  "é ünï 🚀.txt": "names are UTF-8",
  "new\nline; $(echo x) 'quoted'.txt": "odd",
  "noise.bin": noise(200_000),
  "zeros.bin": Buffer.alloc(3 * 2 ** 20),
};

describe("a folder that is packed and unpacked", () => {
  test("is the same build, odd names and all, and what could be run can be run", async () => {
    await using here = await temporaryFolder();
    const [from, zip, to] = [join(here.path, "from"), join(here.path, "a.zip"), join(here.path, "to")];
    await write(from, odd);
    await chmod(join(from, "run me.sh"), 0o755);

    await packZip(from, zip);
    await unpackZip(zip, to);

    expect((await readdir(to, { recursive: true })).toSorted()).toEqual(
      (await readdir(from, { recursive: true })).toSorted(),
    );
    expect(await folderDigest(to)).toBe(await folderDigest(from));
    expect((await stat(join(to, "run me.sh"))).mode & 0o111).toBe(0o111);
    expect((await stat(join(to, "server.mjs"))).mode & 0o111).toBe(0);
    expect((await stat(zip)).mode & 0o077).toBe(0);
  });

  test("keeps the links that stay within it, such as those of node_modules/.bin", async () => {
    await using here = await temporaryFolder();
    const [from, zip, to] = [join(here.path, "from"), join(here.path, "a.zip"), join(here.path, "to")];
    await write(from, { "node_modules/tool/cli.js": "1", "node_modules/.bin/keep": "", "lib/a/b.txt": "b" });
    const links = { "node_modules/.bin/tool": "../tool/cli.js", now: "lib/a", "lib/a/up": "..", "lib/gone": "nothing" };
    for (const [name, target] of Object.entries(links)) await symlink(target, join(from, name));

    await packZip(from, zip);
    await unpackZip(zip, to);

    for (const [name, target] of Object.entries(links)) expect(await readlink(join(to, name))).toBe(target);
    expect(await readFile(join(to, "now", "b.txt"), "utf8")).toBe("b");
    const builds = folderBuilds(join(here.path, "builds"));
    expect(await keepZippedBuild(builds.add, zip)).toBe(await folderDigest(from));
  });

  test("gives the same bytes whenever and wherever it is packed", async () => {
    await using here = await temporaryFolder();
    const [one, two] = [join(here.path, "1.zip"), join(here.path, "2.zip")];
    await packZip(await write(join(here.path, "one"), odd), one);
    await packZip(await write(join(here.path, "two"), Object.fromEntries(Object.entries(odd).toReversed())), two);

    expect((await readFile(one)).equals(await readFile(two))).toBe(true);
  });

  test("is a package of reports as well", async () => {
    await using here = await temporaryFolder();
    const zip = join(here.path, "handoff.zip");
    await packZip(
      await write(join(here.path, "handoff"), { "handoff.yaml": "items: []", "reports/a.xml": "<a/>" }),
      zip,
    );

    const made = await openPackage(zip);
    const pieces: Uint8Array[] = [];
    for await (const piece of made.read("reports/a.xml")) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe("<a/>");
    await made.close();
  });

  test("is kept under the digest that its folder has", async () => {
    await using here = await temporaryFolder();
    const [from, zip] = [await write(join(here.path, "from"), odd), join(here.path, "a.zip")];
    const builds = folderBuilds(join(here.path, "builds"));
    await packZip(from, zip);

    const digest = await keepZippedBuild(builds.add, zip);

    expect(digest).toBe(await folderDigest(from));
    expect(await folderDigest(await builds.folder(digest))).toBe(digest);
    expect(await keepZippedBuild(builds.add, zip)).toBe(digest);
  });
});

describe("what cannot be packed is told, all of it at once:", () => {
  test("links that lead out and names that no reader takes", async () => {
    await using here = await temporaryFolder();
    const from = await write(join(here.path, "from"), { "back\\slash": "", ok: "" });
    await symlink("/etc/passwd", join(from, "link"));

    await expect(packZip(from, join(here.path, "a.zip"))).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: {
        problems: expect.stringMatching(
          /^(?=[\s\S]*link links to \/etc\/passwd)(?=[\s\S]*back\\slash has a backslash)/,
        ),
      },
    });
  });

  test("a folder that is not there", async () => {
    await using here = await temporaryFolder();

    await expect(packZip(join(here.path, "none"), join(here.path, "a.zip"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
    });
  });
});

describe("of a zip file that is evil nothing is unpacked:", () => {
  test.each<[string, readonly ZipEntry[], string]>([
    ["a name that leads out", [{ name: "ok" }, { name: "../../evil" }], "../../evil leads out of the package"],
    ["an absolute name", [{ name: "/etc/evil" }], "/etc/evil is an absolute path"],
    ["a link to an absolute path", [link("a", "/etc/passwd")], "a links to /etc/passwd, which is no relative path"],
    ["a link that leads out", [link("b/a", "../../x")], "b/a links to ../../x, outside the build"],
    [
      // By `b`, which is the folder itself, `b/..` would be the one around it.
      "a link that leads out behind another one",
      [link("b", "."), link("a", "b/../x")],
      "a links to b/../x, which leads down and up again",
    ],
    ["a link to nothing", [link("a", "")], "a links to nothing"],
    ["a link of many bytes", [link("a", "x".repeat(4_097))], "a is a link of 4097 bytes"],
    ["a file that unpacks to very much", [{ name: "a", content: new Uint8Array(2 ** 24) }], "a unpacks to 16777216"],
    ["a name that comes twice", [{ name: "A" }, { name: "a" }], "a comes twice"],
    ["a device", [{ name: "a", mode: 0o020666 }], "a is no ordinary file"],
  ])("%s", async (_, entries, problem) => {
    await using here = await temporaryFolder();
    const [zip, to] = [join(here.path, "evil.zip"), join(here.path, "to")];
    await mkdir(to);
    await writeFile(zip, zipOf(entries));

    await expect(unpackZip(zip, to)).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: { problems: expect.stringContaining(problem) },
    });
    expect(await readdir(here.path, { recursive: true })).toEqual(["evil.zip", "to"]);
  });

  test("a file that is a folder too is refused, and of a build nothing is kept", async () => {
    await using here = await temporaryFolder();
    const zip = join(here.path, "evil.zip");
    await writeFile(
      zip,
      zipOf([
        { name: "a", content: "x" },
        { name: "a/b", content: "x" },
      ]),
    );

    await expect(keepZippedBuild(folderBuilds(join(here.path, "builds")).add, zip)).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: { problems: expect.stringContaining("a/b cannot be written here") },
    });
    expect(await readdir(here.path)).toEqual(["evil.zip"]);
  });

  test.each<[string, readonly ZipEntry[], string]>([
    ["a file behind a link", [link("a", "b"), { name: "a/x" }, { name: "b/y" }], "a cannot be written here: EEXIST"],
    ["a link behind a link", [link("l", "."), link("l/x", "../y")], "l cannot be written here: EEXIST"],
    ["a link in place of a file", [{ name: "b" }, link("b/a", "x")], "b/a cannot be written here"],
  ])("%s is never made, and of a build nothing is kept", async (_, entries, problem) => {
    await using here = await temporaryFolder();
    const zip = join(here.path, "evil.zip");
    await writeFile(zip, zipOf(entries));

    await expect(keepZippedBuild(folderBuilds(join(here.path, "builds")).add, zip)).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: { problems: expect.stringContaining(problem) },
    });
    expect(await readdir(here.path)).toEqual(["evil.zip"]);
  });

  test("setuid and the rest of the permissions are not taken over", async () => {
    await using here = await temporaryFolder();
    const [zip, to] = [join(here.path, "a.zip"), join(here.path, "to")];
    await writeFile(zip, zipOf([{ name: "a", content: "x", mode: 0o104777 }]));

    await unpackZip(zip, to);

    expect((await stat(join(to, "a"))).mode & 0o7022).toBe(0);
  });
});
