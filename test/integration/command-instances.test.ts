import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { showProblem } from "../../src/config/read-document.ts";
import { millis } from "../../src/domain/units.ts";
import { commandInstances } from "../../src/drivers/instances/command/driver.ts";
import type { AppError } from "../../src/errors.ts";
import { loadProcess } from "../../src/process/load.ts";
import { instancesContract } from "../contract/instances.ts";
import { commandWorld } from "../support/command.ts";
import { defaultProcess } from "../support/default-process.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

instancesContract("command", () => commandWorld({ readyWithin: millis(4_000) }));

const sh = (script: string): readonly string[] => ["sh", "-c", script];
const print = (value: unknown): readonly string[] => ["printf", "%s", JSON.stringify(value)];

const one = {
  id: "a-1",
  build: `sha256:${"a".repeat(64)}`,
  endpoint: "127.0.0.1:1",
  ready: true,
  answer: "fine",
};

test("T14: two conductors that bring the same build at once get the same instances", async () => {
  await using w = await commandWorld();
  const other = commandInstances(w.settings);

  const [ours, theirs] = await Promise.all([w.driver.bring(w.baseline, 3, soon()), other.bring(w.baseline, 3, soon())]);

  expect(ours).toHaveLength(3);
  expect(theirs.map(({ id }) => id).toSorted()).toEqual(ours.map(({ id }) => id).toSorted());
  expect(await w.driver.observe(soon())).toHaveLength(3);
});

test("the scripts get what they need, in the folder of headgate.yaml, and nothing else of our environment", async () => {
  process.env.HEADGATE_TEST_SECRET = "s3cret";
  const write = sh("env > $0.env; pwd > $0.pwd");
  await using w = await commandWorld({ env: { REGION: "north" } });
  const driver = commandInstances({
    ...w.settings,
    readyWithin: millis(0),
    stopWithin: millis(0),
    observe: print([one]),
    bring: [...write, "bring"],
    remove: [...write, "remove"],
  });
  await driver.bring(w.baseline, 2, soon()).catch(() => {});
  await driver.remove(w.baseline.digest, ["x", "y"], soon()).catch(() => {});
  delete process.env.HEADGATE_TEST_SECRET;

  const read = async (name: string): Promise<string> => await readFile(join(w.home, name), "utf8");
  const asked = async (name: string): Promise<readonly string[]> =>
    (await read(name))
      .split("\n")
      .filter((line) => !/^(PATH|HOME|LANG|PWD|OLDPWD|SHLVL|_)=|^$/.test(line))
      .toSorted();
  const always = ["HEADGATE_ENVIRONMENT=production", `HEADGATE_SERVICE=${w.home}`, "REGION=north"];
  const build = `HEADGATE_BUILD=${w.baseline.digest}`;
  expect(await asked("bring.env")).toEqual([...always, build, "HEADGATE_COUNT=2", "HEADGATE_VERSION=1.0.0"].toSorted());
  expect(await asked("remove.env")).toEqual([...always, build, "HEADGATE_KEEP=x", "y"].toSorted());
  expect(await read("bring.pwd")).toBe(`${w.home}\n`);
});

test("R62: a script of your own hands over the last lines of each instance, without a value of env", async () => {
  const logs = sh('for i in $(seq 9); do echo "$i of $HEADGATE_ID, $HEADGATE_BUILD: $API_KEY"; done');
  await using w = await commandWorld({
    observe: print([one, { ...one, id: "b-1", build: `sha256:${"b".repeat(64)}` }]),
  });
  const told = (given: readonly string[]) =>
    commandInstances({ ...w.settings, logs: given }).output?.(w.baseline.digest, 2, soon());

  const said = (n: number) => `${n} of a-1, ${w.baseline.digest}: [hidden]`;
  expect(await told(logs)).toEqual([{ id: "a-1", lines: [said(8), said(9)] }]);
  expect(await told(sh("echo no such pod >&2; exit 1"))).toMatchObject([
    { lines: [expect.stringContaining("cannot be read"), expect.stringContaining("no such pod")] },
  ]);
  expect(await w.driver.output?.(w.baseline.digest, 2, soon())).toBeNull();
});

test("T57: a script's word that all is ready is not believed", async () => {
  await using w = await commandWorld({ observe: print([one]), bring: ["true"], readyWithin: millis(300) });

  expect(await w.driver.observe(soon())).toEqual([{ ...one, ready: false, answer: "connection refused" }]);
  await expect(w.driver.bring(w.baseline, 1, soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { act: "bring", problem: expect.stringMatching(/0 of 1 were ready .*\n {2}a-1: .*Z connection refused/) },
  });
});

test("its word that one is not ready is believed", async () => {
  await using w = await commandWorld({
    observe: print([{ ...one, ready: false, answer: "warming up s3cret-of-ours" }]),
  });

  expect(await w.driver.observe(soon())).toMatchObject([
    { ready: false, answer: "observe says it is not ready: warming up [hidden]" },
  ]);
});

test.each([
  [
    "exits with an error",
    sh("echo out of luck $API_KEY >&2; exit 3"),
    /exited with 3; it said:\n {4}out of luck \[hidden\]$/,
  ],
  ["ends by a signal", sh("kill -9 $$"), /SIGKILL ended it/],
  ["is not there", ["./no-such-script"], /ENOENT/],
  ["prints nothing", ["true"], /did not print JSON, but: nothing/],
  ["prints no JSON", sh("echo all fine"), /did not print JSON, but: all fine/],
  ["prints another shape", print({ instances: [] }), /expected array/],
  ["forgets a field", print([{ ...one, endpoint: undefined }]), /endpoint/],
  ["names no digest", print([{ ...one, build: "1.1.0" }]), /is no digest/],
  ["names no endpoint", print([{ ...one, endpoint: "http://a/b" }]), /is not host:port/],
  ["names one twice", print([one, one]), /two instances are called a-1/],
  ["prints without end", ["yes"], /printed more than 1048576 bytes/],
])("T19: an observe that %s is an error, and never an empty world", async (_, observe, reason) => {
  await using w = await commandWorld({ observe });

  const error = (await w.driver.observe(soon()).catch((e: unknown) => e)) as AppError;

  expect(error).toMatchObject({ code: "DRIVER_FAILED", detail: { driver: "command", act: "observe" } });
  expect(String(error.detail.problem)).toMatch(reason);
  expect(error.message).not.toContain("s3cret");
});

test("of a long complaint the last lines are told", async () => {
  await using w = await commandWorld({ observe: sh("seq 1000000 >&2; exit 1") });
  const error = (await w.driver.observe(soon()).catch((e: unknown) => e)) as AppError;

  expect(error.detail.problem).toBe(`it exited with 1; it said:${[999996, 999997, 999998, 999999, 1000000].map((n) => `\n    ${n}`).join("")}`); // biome-ignore format: short
});

test("T7: a remove that ends well and removes nothing is an error", async () => {
  await using w = await commandWorld({ remove: ["true"], stopWithin: millis(300) });
  const [left] = await w.driver.bring(w.baseline, 1, soon());

  await expect(w.driver.remove(w.baseline.digest, [], soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { act: "remove", problem: expect.stringContaining(`still there: ${left!.id}`) },
  });
});

test("called off, the script and all that it started are gone at once", async () => {
  const observe = sh("sleep 600 & echo $$ > pid; wait");
  await using w = await commandWorld({ observe });
  const stop = new AbortController();
  const waiting = w.driver.observe(stop.signal);
  const pid = async (): Promise<number> => Number(await readFile(join(w.home, "pid"), "utf8").catch(() => ""));
  await until("the script runs", async () => (await pid()) > 0);
  stop.abort();

  await expect(waiting).rejects.toMatchObject({ code: "DRIVER_FAILED", detail: { problem: "it was called off" } });
  const group = -(await pid());
  await until("its group is empty", () => {
    try {
      return !process.kill(group, 0);
    } catch {
      return true;
    }
  });
});

test("a script that leaves a child with its output open does not keep us waiting", async () => {
  await using w = await commandWorld();
  await writeFile(join(w.home, "leaves.sh"), 'sleep 5 & echo $! > pid; printf "[]"');
  const begun = performance.now();

  expect(await commandInstances({ ...w.settings, observe: ["sh", "leaves.sh"] }).observe(soon())).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(4_000);
  process.kill(Number(await readFile(join(w.home, "pid"), "utf8")), "SIGKILL");
});

test("the example's own files are right", async () => {
  const folder = new URL("../../examples/command-driver/", import.meta.url);
  const text = (name: string): Promise<string> => readFile(new URL(name, folder), "utf8");
  const process = loadProcess("process.yaml", await text("process.yaml"));
  expect(process.ok ? [] : process.problems.map(showProblem)).toEqual([]);
  const config = loadConfig("headgate.yaml", await text("headgate.yaml"), process.ok ? process.value : defaultProcess);

  expect(config.ok ? [] : config.problems.map(showProblem)).toEqual([]);
});
