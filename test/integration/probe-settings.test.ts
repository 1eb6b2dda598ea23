import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/drivers/command/run-command.ts";
import { command } from "../../src/probes/catalogue/command.ts";
import { configKeys } from "../../src/probes/catalogue/config-keys.ts";
import type { EnvironmentValues } from "../../src/probes/catalogue/environment-values.ts";
import { flag } from "../../src/probes/catalogue/flag.ts";
import { secretEquality } from "../../src/probes/catalogue/secret-equality.ts";
import { soon } from "../support/split.ts";

const list = (where: string, text: string): EnvironmentValues => ({ where, env: null, list: async () => text });
const env = (where: string, env: Readonly<Record<string, string>>): EnvironmentValues => ({ where, env, list: null });

describe("names of settings", () => {
  const look = async (source: EnvironmentValues, names: readonly string[]) =>
    (await configKeys({ source, names }, soon())).findings.map(({ title }) => title);

  test.each([
    ["lines", "# shop\nexport DB_URL='postgres://x'\nMAIL: post\n\nPLAIN\n"],
    ["an object", '{"DB_URL": "postgres://x", "MAIL": {"host": "post"}, "PLAIN": 1}'],
    ["a list", '["DB_URL", "MAIL", "PLAIN"]'],
  ])("are found in %s, and nothing else is told", async (_, text) => {
    expect(await look(list("env.txt", text), ["DB_URL", "MAIL", "PLAIN"])).toEqual([]);
    expect(await look(list("env.txt", text), ["DB_URL", "CACHE"])).toEqual(["CACHE is not set"]);
  });

  test("a variable that stands for nothing is not set, and a list that is none could not be read", async () => {
    delete process.env.PROBE_UNSET;
    expect(await look(env("staging", { A: "1", B: "$PROBE_UNSET" }), ["A", "B"])).toEqual(["B is not set"]);
    const page = look(list("/env", "<html>s3cret-in-a-page</html>"), ["A"]);
    await expect(page).rejects.toMatchObject({ code: "PROBE_FAILED", message: expect.not.stringContaining("s3cret") });
  });
});

describe("secrets of two environments", () => {
  const sides = [
    env("staging", { KEY: "$PROBE_STAGING", MAIL: "x" }),
    list("live.env", "KEY=live-s3cret\nMAIL=x"),
  ] as const;
  const look = (names: readonly string[], must: "match" | "differ") => secretEquality({ sides, names, must }, soon());
  const titles = async (...asked: Parameters<typeof look>) => (await look(...asked)).findings.map(({ title }) => title);

  test("are the same or not, and no value is ever told", async () => {
    process.env.PROBE_STAGING = "test-s3cret";
    expect(await titles(["KEY"], "differ")).toEqual([]);
    expect(await titles(["KEY", "MAIL"], "match")).toEqual(["KEY is not the same in staging and live.env"]);
    expect(await titles(["MAIL"], "differ")).toEqual(["MAIL is the same in staging and live.env"]);
    process.env.PROBE_STAGING = "live-s3cret";
    const same = await look(["KEY"], "differ");
    expect(same.figures.failed).toBe(1);
    expect(JSON.stringify(same)).not.toMatch(/s3cret|[0-9a-f]{32}/);
  });

  test("one that is missing is neither the same nor another", async () => {
    delete process.env.PROBE_STAGING;
    for (const must of ["match", "differ"] as const) {
      expect(await titles(["KEY"], must)).toEqual(["KEY is not set in staging"]);
      expect(await titles(["NONE"], must)).toEqual(["NONE is not set in staging", "NONE is not set in live.env"]);
    }
  });
});

describe("flags", () => {
  const state = JSON.stringify({ express: false, "pay.later": "off", checkout: { limit: 3, "a/b": true } });
  const look = async (flags: Readonly<Record<string, boolean | number | string>>, text = state) =>
    (await flag({ where: "/flags", read: async () => text, flags }, soon())).findings.map(({ title }) => title);

  test("are compared with their type, by name or by pointer", async () => {
    expect(await look({ express: false, "pay.later": "off", "/checkout/limit": 3, "/checkout/a~1b": true })).toEqual(
      [],
    );
    expect(await look({ express: true, "pay.later": false, none: false, "/checkout/none": 1 })).toEqual([
      "express is false; it must be true",
      'pay.later is "off"; it must be false',
      "none is not there; it must be false",
      "/checkout/none is not there; it must be 1",
    ]);
    expect(await look({ toString: false, __proto__x: false })).toHaveLength(2);
  });

  test("a page that is no JSON tells nothing", async () => {
    await expect(look({ a: true }, "<html>")).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});

describe("a command", () => {
  const look = (script: string, given: object = {}, within = 5_000) => {
    const words = [process.execPath, "-e", script];
    const run = (signal: AbortSignal) =>
      runCommand(words, { cwd: "/", env: {} }, AbortSignal.any([signal, AbortSignal.timeout(within)]));
    return command({ command: words, run, exit: 0, contains: null, matches: null, ...given }, soon());
  };
  const titles = async (...asked: Parameters<typeof look>) => (await look(...asked)).findings.map(({ title }) => title);

  test("is judged by how it ends and by what it prints", async () => {
    expect(await titles("console.log('all is well')", { contains: "well", matches: "^all" })).toEqual([]);
    expect(await titles("console.log('hm'); process.exit(3)", { contains: "well", matches: "^all" })).toEqual([
      "ended with 3 instead of 0",
      'the answer does not contain "well"',
      "the answer does not match /^all/",
    ]);
    expect(await titles("process.exit(3)", { exit: 3 })).toEqual([]);
  });

  test("that does not end, or is not there, could not look", async () => {
    await expect(look("setInterval(() => {}, 1000)", {}, 200)).rejects.toMatchObject({ code: "PROBE_FAILED" });
    const run = (signal: AbortSignal) => runCommand(["/no/such/program"], { cwd: "/", env: {} }, signal);
    const nobody = { command: ["/no/such/program"], run, exit: 0, contains: null, matches: null };
    await expect(command(nobody, soon())).rejects.toMatchObject({ code: "PROBE_FAILED" });
  });
});
