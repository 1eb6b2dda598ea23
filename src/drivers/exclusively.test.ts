import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exclusively, tryLock } from "./exclusively.ts";

test("of two only one gets the lock, until it lets go", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hg-"));
  using _gone = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
  const path = join(folder, "lock");
  let inside = 0;
  let most = 0;

  const act = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    expect(tryLock(path)).toBeNull();
    await new Promise(setImmediate);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => exclusively(path, AbortSignal.timeout(5_000), act)));

  expect(most).toBe(1);
});
