import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder } from "../../../test/support/folder.ts";
import { isRemote, remoteSettings } from "./remote-settings.ts";

const token = { HEADGATE_TOKEN: "hg_1_abc" };

test("a variable that is empty says nothing", () => {
  expect([isRemote({}), isRemote({ HEADGATE_URL: "" }), isRemote({ HEADGATE_URL: "x" })]).toEqual([false, false, true]);
});

test.each([
  "https://headgate.example.org",
  "https://example.org/ops/",
  "http://127.0.0.1:8080",
  "http://[::1]:1",
  "http://localhost",
])("speaks to %s", async (url) => {
  expect(await remoteSettings({ HEADGATE_URL: url, ...token })).toEqual({
    url: url.replace(/\/$/, ""),
    token: "hg_1_abc",
  });
});

describe("refuses what would not do what was meant:", () => {
  test.each([
    ["headgate.example.org", "is no address"],
    ["ftp://headgate.example.org", "is no address"],
    ["https://ada:secret@headgate.example.org", "says more than where"],
    ["https://headgate.example.org/?a=1", "says more than where"],
    ["http://headgate.example.org", "for everybody on the way to read"],
    ["http://127.0.0.1.example.org", "for everybody on the way to read"],
  ])("%s", async (url, problem) => {
    const refused = remoteSettings({ HEADGATE_URL: url, ...token });
    await expect(refused).rejects.toMatchObject({ code: "USAGE", message: expect.stringContaining(problem) });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining("secret") });
  });

  test.each([{}, { HEADGATE_TOKEN: "" }, { HEADGATE_TOKEN: "two words" }, { HEADGATE_TOKEN: "a\nb" }])(
    "the token %o",
    async (env) => {
      await expect(remoteSettings({ HEADGATE_URL: "http://localhost", ...env })).rejects.toMatchObject({
        code: "USAGE",
      });
    },
  );
});

test("a file with the token is read, unless others can read it as well", async () => {
  await using here = await folder();
  const path = join(here.path, "token");
  const env = { HEADGATE_URL: "http://localhost", HEADGATE_TOKEN_FILE: path };
  await expect(remoteSettings(env)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await writeFile(path, "hg_1_abc\n", { mode: 0o600 });

  expect(await remoteSettings(env)).toMatchObject({ token: "hg_1_abc" });
  await chmod(path, 0o640);
  await expect(remoteSettings(env)).rejects.toMatchObject({ message: expect.stringContaining("Others than you") });
});
