import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { fileChannel } from "../../src/drivers/channels/file.ts";
import { channelContract } from "../contract/channel.ts";
import { folder } from "../support/folder.ts";
import { soon } from "../support/split.ts";

const lines = async (path: string): Promise<readonly string[]> =>
  (await readFile(path, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");

const message = (key: string) => ({ key, to: "ops", subject: key, body: "b" });

channelContract("file", async () => {
  const dir = await folder();
  const path = join(dir.path, "sub", "out.jsonl");
  return {
    driver: fileChannel(path),
    arrived: async () => (await lines(path)).map((line) => (JSON.parse(line) as { subject: string }).subject),
    [Symbol.asyncDispose]: dir[Symbol.asyncDispose],
  };
});

test("a message stands on one line, whole", async () => {
  await using dir = await folder();
  const path = join(dir.path, "out.jsonl");
  await fileChannel(path).deliver({ key: "k", to: "ops", subject: "s", body: "one\ntwo" }, soon());

  expect((await lines(path)).map((line) => JSON.parse(line))).toEqual([
    { key: "k", to: "ops", subject: "s", body: "one\ntwo" },
  ]);
});

test("a line that a power cut tore is passed over, and its message delivered again", async () => {
  await using dir = await folder();
  const path = join(dir.path, "out.jsonl");
  await fileChannel(path).deliver(message("a"), soon());
  await writeFile(path, '{"key":"b","to":"op', { flag: "a" });

  await fileChannel(path).deliver(message("b"), soon());
  await fileChannel(path).deliver(message("a"), soon());

  const whole = (await lines(path)).filter((line) => line.endsWith("}"));
  expect(whole.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(["a", "b"]);
});

test("three processes that deliver the same keys at once write each of them once", async () => {
  await using dir = await folder();
  const path = join(dir.path, "out.jsonl");
  const channel = new URL("../../src/drivers/channels/file.ts", import.meta.url).href;
  // They wait for each other, so that they meet at every key.
  const script = `import { existsSync } from "node:fs";
    import { fileChannel } from ${JSON.stringify(channel)};
    const one = fileChannel(${JSON.stringify(path)});
    while (!existsSync(${JSON.stringify(`${path}.go`)}));
    for (let i = 0; i < 20; i++)
      await one.deliver({ key: "k" + i, to: "ops", subject: "s", body: "b" }, AbortSignal.timeout(20_000));`;

  const run = (): Promise<unknown> => promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  const all = Promise.all([run(), run(), run()]);
  await writeFile(`${path}.go`, "");
  await all;

  const keys = (await lines(path)).map((line) => (JSON.parse(line) as { key: string }).key);
  expect(keys.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `k${i}`).toSorted());
});
