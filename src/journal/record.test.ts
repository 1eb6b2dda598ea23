import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chainOf, happening } from "../../test/support/entries.ts";
import { folder as newFolder } from "../../test/support/folder.ts";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import { loadOrCreateKey, type RecordKey } from "./key.ts";
import { type RecordContents, writeRecord } from "./record.ts";
import { verifyRecord } from "./verify-record.ts";

const report = Buffer.from('<testsuite tests="3" failures="0"/>');
const build = sha256("the build itself");
const entries = [
  ...chainOf("environment/production", [happening(1)]),
  ...chainOf("release/cart-1", [
    happening(1),
    happening(2, { raw: sha256(report), build, note: `"${sha256("quoted in a sentence")}" is no mention` }),
    happening(3, { of: [{ raw: sha256(report) }] }),
  ]),
];
const kept = new Map([[sha256(report), report]]);
const contents: RecordContents = {
  entries,
  blobs: {
    get: async (digest) => {
      const bytes = kept.get(digest);
      if (bytes === undefined) throw new AppError("BLOB_MISSING", { digest });
      return bytes;
    },
  },
  outside: [build],
  about: { release: "cart-1", service: "cart" },
};
const blobName = `blobs/${sha256(report).slice(7)}`;

/** A good record in `path`/record, and its key. */
const recorded = async (path: string): Promise<{ record: string; key: RecordKey }> => {
  const record = join(path, "record");
  const key = await loadOrCreateKey(join(path, "key"));
  await writeRecord(record, contents, key);
  return { record, key };
};

test("holds what an auditor needs, and verifies with nothing else", async () => {
  await using folder = await newFolder();
  const { record, key } = await recorded(folder.path);

  expect((await readdir(record, { recursive: true })).sort()).toEqual(
    ["blobs", blobName, "entries.jsonl", "head.dsse.json", "index.md", "public-key.pem"].sort(),
  );
  expect(await verifyRecord(record)).toEqual({
    ok: true,
    problems: [],
    fingerprint: key.fingerprint,
    about: contents.about,
    heads: [
      { stream: "environment/production", version: 1, hash: entries[0]?.hash },
      { stream: "release/cart-1", version: 3, hash: entries[3]?.hash },
    ],
    outside: [build],
    entries: 4,
  });
});

test("the same contents and key give the same bytes", async () => {
  await using folder = await newFolder();
  const { record, key } = await recorded(folder.path);
  const again = join(folder.path, "again");
  await writeRecord(again, contents, key);

  for (const name of ["entries.jsonl", "index.md", "head.dsse.json"])
    expect(await readFile(join(again, name), "utf8")).toBe(await readFile(join(record, name), "utf8"));
});

test("the page for people says what, when, who and the digest, and cannot be bent by what people typed", async () => {
  await using folder = await newFolder();
  const key = await loadOrCreateKey(join(folder.path, "key"));
  const sly = chainOf("s", [{ ...happening(1), type: "A | B\n<b>`*", actor: { kind: "human", id: "a|b" } }]);
  await writeRecord(join(folder.path, "record"), { ...contents, entries: sly }, key);
  const page = await readFile(join(folder.path, "record", "index.md"), "utf8");

  expect(page).toContain(
    `| 1 | 2026-11-23T12:00:01.000Z | human a&#124;b | A &#124; B &#60;b&#62;&#96;&#42; | ${sly[0]?.hash} |`,
  );
  expect(page).toContain(key.fingerprint);
});

test.each([
  ["a broken chain", { entries: entries.slice(2) }, "RECORD_INVALID"],
  ["bytes that are neither kept nor declared outside", { outside: [] as Digest[] }, "BLOB_MISSING"],
])("%s is not sealed", async (_, change, code) => {
  await using folder = await newFolder();
  const key = await loadOrCreateKey(join(folder.path, "key"));
  const record = join(folder.path, "record");

  await expect(writeRecord(record, { ...contents, ...change }, key)).rejects.toMatchObject({ code });
  await expect(readdir(record)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a folder with other files in it is refused", async () => {
  await using folder = await newFolder();
  const { record, key } = await recorded(folder.path);

  await expect(writeRecord(record, contents, key)).rejects.toMatchObject({ code: "USAGE" });
});

describe("R198: verifyRecord names the file or the entry that was tampered with", () => {
  const editLine = async (path: string, edit: (lines: string[]) => string[]) => {
    const text = await readFile(path, "utf8");
    await writeFile(path, edit(text.trimEnd().split("\n")).join("\n").concat("\n"));
  };
  const entriesIn = (record: string) => join(record, "entries.jsonl");

  test.each<[string, (record: string) => Promise<unknown>, string[]]>([
    [
      "an edited entry",
      (record) => editLine(entriesIn(record), (lines) => lines.map((line) => line.replace('"n":1', '"n":2'))),
      ["entries.jsonl: was changed", "environment/production version 1: edited", "release/cart-1 version 1: edited"],
    ],
    [
      "a removed entry",
      (record) => editLine(entriesIn(record), (lines) => lines.toSpliced(2, 1)),
      ["entries.jsonl: was changed", "release/cart-1 version 2: removed"],
    ],
    [
      "a removed last entry",
      (record) => editLine(entriesIn(record), (lines) => lines.slice(0, -1)),
      ["entries.jsonl: was changed", "release/cart-1 does not end at version 3"],
    ],
    [
      "reordered entries",
      (record) => editLine(entriesIn(record), ([a, b, c, d]) => [a!, b!, d!, c!]),
      ["entries.jsonl: was changed", "release/cart-1 version 2: out of order", "does not end at version 3"],
    ],
    [
      "a removed stream",
      (record) => editLine(entriesIn(record), (lines) => lines.slice(1)),
      ["entries.jsonl: was changed", "environment/production does not end at version 1"],
    ],
    [
      "an added stream",
      (record) => appendFile(entriesIn(record), `${JSON.stringify(chainOf("x", [happening(1)])[0])}\n`),
      ["entries.jsonl: was changed", "x is not among the signed streams"],
    ],
    [
      "a line that is no entry",
      (record) => appendFile(entriesIn(record), '{"data":"\\ud800"}\nnonsense'),
      ["entries.jsonl: was changed", "entries.jsonl: ends in the middle", "entries.jsonl line 5: is no entry"],
    ],
    ["an edited page", (record) => appendFile(join(record, "index.md"), "x"), ["index.md: was changed"]],
    [
      "edited evidence",
      (record) => writeFile(join(record, blobName), "better"),
      [`${blobName}: was changed`, `${blobName}: does not hold`],
    ],
    [
      "missing evidence",
      (record) => rm(join(record, blobName)),
      [`${blobName}: is missing`, `${blobName}: is missing; release/cart-1 version 2 mentions it`],
    ],
    ["a file put in", (record) => writeFile(join(record, "waiver.md"), ""), ["waiver.md: is not listed"]],
    [
      "a link",
      (record) => symlink("/etc/hostname", join(record, "blobs", "link")),
      ["blobs/link: is neither a file nor a folder"],
    ],
    [
      // Followed, it would lead through the whole machine of whoever verifies.
      "a link to a folder",
      (record) => symlink("/", join(record, "blobs", "all")),
      ["blobs/all: is neither a file nor a folder"],
    ],
    [
      "a missing signature",
      (record) => rm(join(record, "head.dsse.json")),
      ["head.dsse.json: is missing, so nothing here is signed"],
    ],
    [
      "an envelope that is none",
      (record) => writeFile(join(record, "head.dsse.json"), "{}"),
      ["head.dsse.json: is no DSSE envelope"],
    ],
    [
      "a missing key",
      (record) => rm(join(record, "public-key.pem")),
      ["public-key.pem: is missing", "public-key.pem: is missing"],
    ],
    ["a key that is none", (record) => writeFile(join(record, "public-key.pem"), "x"), ["public-key.pem: is not a"]],
  ])("%s", async (_, tamper, said) => {
    await using folder = await newFolder();
    const { record } = await recorded(folder.path);
    await tamper(record);
    const { ok, problems } = await verifyRecord(record);

    expect(ok).toBe(false);
    for (const part of said) expect(problems).toContainEqual(expect.stringContaining(part));
  });

  test("R201: a signature that was copied from another release, with its name, role, meaning, time and hash", async () => {
    await using folder = await newFolder();
    const signature = {
      requirement: "A12",
      by: "ada",
      role: "product-owner",
      statement: "I decide that this build may proceed.",
      shown: [],
      shownDigest: build,
      conflict: null,
    };
    const signed = chainOf("release/cart-0", [happening(1), { ...happening(2, signature), type: "ApprovalGiven" }]);
    const { record } = await recorded(folder.path);
    const copied = { ...signed[1], stream: "release/cart-1" };
    const last = entries.at(-1)!;
    // Put in place of an entry, appended, and appended with a chain made to fit: the index is named each time.
    const sly = chainOf("release/cart-1", [...entries.slice(1), { ...happening(2, signature), type: "ApprovalGiven" }]);
    for (const [edit, said] of [
      [(lines: string[]) => lines.with(2, JSON.stringify(copied)), "release/cart-1 version 2: "],
      [(lines: string[]) => [...lines, JSON.stringify({ ...copied, version: last.version + 1 })], "version 4"],
      [(lines: string[]) => [...lines, JSON.stringify(sly.at(-1))], "release/cart-1 does not end at version 3"],
    ] as const) {
      const path = join(folder.path, "edited");
      await cp(record, path, { recursive: true });
      await editLine(entriesIn(path), edit);
      const { ok, problems } = await verifyRecord(path);
      expect(ok).toBe(false);
      expect(problems).toContainEqual(expect.stringContaining(said));
      await rm(path, { recursive: true });
    }
  });

  test("a statement changed after signing", async () => {
    await using folder = await newFolder();
    const { record } = await recorded(folder.path);
    const path = join(record, "head.dsse.json");
    const envelope = JSON.parse(await readFile(path, "utf8"));
    const payload = Buffer.from(envelope.payload, "base64").toString().replace("cart-1", "cart-2");
    await writeFile(path, JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));

    expect((await verifyRecord(record)).problems).toContainEqual(
      expect.stringContaining("head.dsse.json: the signature is not one of the Ed25519 key"),
    );
  });

  test("another key in place of the signer's", async () => {
    await using folder = await newFolder();
    const { record } = await recorded(folder.path);
    const stranger = await loadOrCreateKey(join(folder.path, "stranger"));
    await writeFile(join(record, "public-key.pem"), stranger.publicPem);
    const { problems } = await verifyRecord(record);

    expect(problems).toContainEqual(expect.stringContaining("head.dsse.json: the signature is not one of"));
    expect(problems).toContainEqual("public-key.pem: is not the key that the statement names");
  });

  test("a record made anew by a stranger shows only in the fingerprint", async () => {
    await using folder = await newFolder();
    const { record, key } = await recorded(folder.path);
    const stranger = await loadOrCreateKey(join(folder.path, "stranger"));
    await rm(record, { recursive: true });
    await writeRecord(record, { ...contents, entries: entries.slice(0, 2) }, stranger);
    const { ok, fingerprint } = await verifyRecord(record);

    expect({ ok, fingerprint }).toEqual({ ok: true, fingerprint: stranger.fingerprint });
    expect(fingerprint).not.toBe(key.fingerprint);
  });

  test("a folder that is not there, or is empty, is no record", async () => {
    await using folder = await newFolder();
    await mkdir(join(folder.path, "empty"));
    expect((await verifyRecord(join(folder.path, "none"))).problems[0]).toContain("cannot be read");
    expect((await verifyRecord(join(folder.path, "empty"))).ok).toBe(false);
  });

  test("a copy verifies like the original", async () => {
    await using folder = await newFolder();
    const { record } = await recorded(folder.path);
    await cp(record, join(folder.path, "copy"), { recursive: true });
    expect(await verifyRecord(join(folder.path, "copy"))).toEqual(await verifyRecord(record));
  });
});
