import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { folder as newFolder } from "../../test/support/folder.ts";
import { fingerprintOf, loadOrCreateKey, type RecordKey } from "./key.ts";

test("is made once, for its owner's eyes alone, with its public half beside it", async () => {
  await using folder = await newFolder();
  const made = await loadOrCreateKey(folder.path);
  const loaded = await loadOrCreateKey(folder.path);

  expect(loaded.fingerprint).toBe(made.fingerprint);
  expect((await stat(join(folder.path, "record-key.pem"))).mode & 0o777).toBe(0o600);
  const shown = await readFile(join(folder.path, "record-key.pub.pem"), "utf8");
  expect(fingerprintOf(createPublicKey(shown))).toBe(made.fingerprint);
  expect((await readdir(folder.path)).sort()).toEqual(["record-key.pem", "record-key.pub.pem"]);
});

test("callers who come at once get the same key", async () => {
  await using folder = await newFolder();
  // Begun one after another, so that a late one meets the key of an early one at every stage.
  const calls: Promise<RecordKey>[] = [];
  for (let i = 0; i < 40; i++) {
    calls.push(loadOrCreateKey(folder.path));
    await setImmediate();
  }
  const keys = await Promise.all(calls);

  expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
});

test("a key that others may read is refused", async () => {
  await using folder = await newFolder();
  await loadOrCreateKey(folder.path);
  await chmod(join(folder.path, "record-key.pem"), 0o644);

  await expect(loadOrCreateKey(folder.path)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("others may read it (mode 644, should be 600)"),
  });
});

test("a file that is no Ed25519 key is refused and left alone", async () => {
  await using folder = await newFolder();
  const path = join(folder.path, "record-key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  for (const pem of ["not a key", String(privateKey.export({ type: "pkcs8", format: "pem" }))]) {
    await writeFile(path, pem, { mode: 0o600 });
    await expect(loadOrCreateKey(folder.path)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    expect(await readFile(path, "utf8")).toBe(pem);
  }
});
