import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allSlots } from "../../src/drivers/instances/process/slots.ts";
import { isSame } from "../../src/drivers/os-process.ts";
import { signedIn } from "../../src/drivers/traffic/splitter/state-folder.ts";
import { folder } from "../support/folder.ts";

const example = fileURLToPath(new URL("../../examples/http-server/run.ts", import.meta.url));
const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
/** ms; then it gets SIGTERM, on which it takes everything down. */
const longest = 180_000;

type Said = { readonly exit: number | null; readonly text: string };

const call = (script: string, argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...argv], { env: { ...process.env, ...env }, timeout: longest });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    child.on("error", reject).on("close", (exit) => resolve({ exit, text }));
  });

type Report = {
  readonly home: string;
  readonly release: string;
  readonly facts: readonly { readonly says: string; readonly holds: boolean }[];
  readonly load: { readonly requests: number; readonly failures: object; readonly byVersion: Record<string, number> };
};

test("http-server goes from one published version to the next, and no reader notices", {
  timeout: longest + 60_000,
}, async () => {
  await using dir = await folder();
  const file = join(dir.path, "report.json");

  const { exit, text } = await call(example, ["--report", file], { TMPDIR: dir.path });

  expect(exit, text).toBe(0);
  const { home, release, facts, load } = JSON.parse(await readFile(file, "utf8")) as Report;
  expect(facts.filter(({ holds }) => !holds)).toEqual([]);
  expect(load.failures).toEqual({});
  expect(load.requests).toBeGreaterThan(2_000);
  expect(Object.keys(load.byVersion).sort()).toEqual(["14.1.0", "14.1.1"]);

  const history = (await call(main, ["history", release, "-C", home], {})).text;
  expect(history).toMatch(/rollback started by headgate \(drill\)/);
  expect(history).toMatch(/waiver of entry\.load granted by cleo/);
  expect(history).toMatch(/promoted: 2 instances on the candidate/);
  expect(history).toMatch(/release closed/);
  for (const environment of ["staging", "production"]) {
    const state = join(home, ".headgate", environment);
    expect(await allSlots(join(state, "instances"))).toEqual([]);
    const router = await signedIn(join(state, "splitter"));
    expect(router !== null && (await isSame(router))).toBe(false);
  }
});
