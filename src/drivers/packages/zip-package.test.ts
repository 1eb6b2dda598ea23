import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder as temporaryFolder } from "../../../test/support/folder.ts";
import { type ZipEntry, zipOf } from "../../../test/support/zip.ts";
import { openPackage } from "./open-package.ts";

const opened = async (folder: string, bytes: Uint8Array) => {
  const path = join(folder, "handoff.zip");
  await writeFile(path, bytes);
  return openPackage(path);
};

const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += new TextDecoder().decode(piece);
  return text;
};

const good: ZipEntry = { name: "handoff.yaml", content: "items: []" };

test("reads files, packed or not, in folders or not, in any order and again", async () => {
  await using folder = await temporaryFolder();
  const files = [
    good,
    { name: "reports/", mode: 0o040755, method: 0 },
    { name: "reports/é.xml", content: "<a/>", method: 0 },
  ];
  const made = await opened(folder.path, zipOf(files));
  expect(await textOf(made.read("reports/é.xml"))).toBe("<a/>");
  expect(await textOf(made.read("handoff.yaml"))).toBe("items: []");
  expect(await textOf(made.read("handoff.yaml"))).toBe("items: []");
  await expect(textOf(made.read("other"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await made.close();
});

describe("refuses, before anything is unpacked,", () => {
  test.each<[string, readonly ZipEntry[], string]>([
    [
      "a name that leads out (zip slip)",
      [good, { name: "../../etc/passwd" }],
      "../../etc/passwd leads out of the package",
    ],
    ["a name that leads out in its middle", [{ name: "a/../../b" }], "a/../../b leads out of the package"],
    ["an absolute name", [{ name: "/etc/passwd" }], "/etc/passwd is an absolute path"],
    ["a drive", [{ name: "C:/a" }], "C:/a is an absolute path"],
    ["a backslash", [{ name: "..\\a" }], "..\\a has a backslash; write /"],
    ["a zero in a name", [{ name: "a\0.xml" }], "a\0.xml is no name"],
    ["a name that comes twice", [good, good], "handoff.yaml comes twice"],
    ["names that are one on other systems", [{ name: "A.xml" }, { name: "a.xml" }], "a.xml comes twice"],
    ["a symbolic link", [{ name: "a", content: "/etc/passwd", mode: 0o120777 }], "a is a symbolic link"],
    ["a device", [{ name: "a", mode: 0o020666 }], "a is no ordinary file"],
    ["an encrypted file", [{ name: "a", content: "x", flags: 1 }], "a is encrypted"],
    ["another packing", [{ name: "a", content: "x", method: 12 }], "a is packed by method 12; only deflate is read"],
    ["a bomb by its ratio", [{ name: "a", content: new Uint8Array(2 ** 24) }], "a unpacks to 16777216 bytes from 16"],
    [
      "a bomb by its sum",
      Array.from({ length: 3 }, (_, i) => ({ name: `${i}`, content: "x", size: 2 ** 30 })),
      "it unpacks to 3221225472 bytes",
    ],
    [
      "files that lie over each other",
      [
        { name: "a", content: Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 251)), method: 0 },
        { name: "b", sharedWith: 0, content: Buffer.alloc(5_000, 1), method: 0 },
      ],
      "its files lie over each other",
    ],
  ])("%s", async (_, entries, problem) => {
    await using folder = await temporaryFolder();
    await expect(opened(folder.path, zipOf(entries))).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: { problems: expect.stringContaining(problem) },
    });
  });

  test("and tells every problem at once", async () => {
    await using folder = await temporaryFolder();
    const evil = [{ name: "../a" }, { name: "b", mode: 0o120777 }, { name: "c", flags: 1 }];
    await expect(opened(folder.path, zipOf(evil))).rejects.toMatchObject({
      detail: { problems: "../a leads out of the package\nb is a symbolic link\nc is encrypted" },
    });
  });

  test.each([
    ["a file that is no zip", Buffer.from("PK, or so")],
    ["a zip that was cut", zipOf([good]).subarray(0, -30)],
    ["nothing", Buffer.alloc(0)],
  ])("%s", async (_, bytes) => {
    await using folder = await temporaryFolder();
    await expect(opened(folder.path, bytes)).rejects.toMatchObject({
      code: "PACKAGE_INVALID",
      detail: { problems: expect.stringContaining("it is no zip file") },
    });
  });
});

describe("breaks off at", () => {
  test.each<[string, ZipEntry, RegExp]>([
    ["a file that is larger than it says", { name: "a", content: "x".repeat(5_000), size: 10 }, /too many bytes/],
    ["a file that is smaller than it says", { name: "a", content: "x", size: 10 }, /not enough bytes/],
    ["a file with another checksum", { name: "a", content: "x", crc: 1 }, /checksum/],
  ])("%s", async (_, entry, problem) => {
    await using folder = await temporaryFolder();
    const made = await opened(folder.path, zipOf([entry]));
    await expect(textOf(made.read("a"))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      detail: { problem: expect.stringMatching(problem) },
    });
    await made.close();
  });
});
