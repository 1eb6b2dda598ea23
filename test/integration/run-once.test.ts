import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { instant, millis } from "../../src/domain/units.ts";
import { forget, runOnce } from "../../src/drivers/command/run-once.ts";
import { holderOf, placeOf } from "../../src/drivers/command/run-once-place.ts";
import { isSame } from "../../src/drivers/os-process.ts";
import type { AppError } from "../../src/errors.ts";
import { folder } from "../support/folder.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

/** Says that it ran, and ends when it may. */
const migrate = ["sh", "-c", "echo $NAME >> ran; while [ ! -e go ]; do sleep 0.02; done; echo migrated; exit 3"];

const world = async () => {
  const dir = await folder();
  const hooks = join(dir.path, "state", "hooks");
  const options = { cwd: dir.path, env: { NAME: "once" }, within: millis(20_000), now: () => instant(Date.now()) };
  const keys = new Set<string>();
  const ran = async (): Promise<number> =>
    (await readFile(join(dir.path, "ran"), "utf8").catch(() => "")).split("\n").length - 1;
  return {
    hooks,
    options,
    ran,
    placeOf: (key: string) => placeOf(hooks, key),
    run(key: string, command = migrate, changed: Partial<typeof options> = {}, signal = soon()) {
      keys.add(key);
      return runOnce(hooks, key, command, { ...options, ...changed }, signal);
    },
    hasBegun: () => until("it has begun", async () => (await ran()) > 0),
    go: () => writeFile(join(dir.path, "go"), ""),
    async [Symbol.asyncDispose]() {
      for (const key of keys) await killGroup(hooks, key);
      await dir[Symbol.asyncDispose]();
    },
  };
};

const killGroup = async (hooks: string, key: string): Promise<void> => {
  const holder = await holderOf(placeOf(hooks, key));
  if (holder === null || holder === "torn" || !(await isSame(holder))) return;
  process.kill(-holder.pid, "SIGKILL");
  await until("the group is gone", async () => !(await isSame(holder)));
};

test("many callers at once run it once, and all get its exit code and its output; so does a later one", async () => {
  await using w = await world();
  const calls = Array.from({ length: 8 }, () => w.run("shop 1.1.0 migrate"));
  await w.hasBegun();
  await w.go();

  const outcomes = [...(await Promise.all(calls)), await w.run("shop 1.1.0 migrate")];

  for (const outcome of outcomes) expect(outcome).toEqual({ exit: 3, output: "migrated\n" });
  expect(await w.ran()).toBe(1);
});

test("a caller that is killed in the middle leaves it running, and the next one gets its end", async () => {
  await using w = await world();
  const conductor = otherConductor(w.hooks, "key", w.options);
  await w.hasBegun();
  conductor.kill("SIGKILL");
  await once(conductor, "exit");

  const next = w.run("key");
  await w.go();

  expect(await next).toEqual({ exit: 3, output: "migrated\n" });
  expect(await w.ran()).toBe(1);
});

test("it ends while nobody waits: its end is kept", async () => {
  await using w = await world();
  const conductor = otherConductor(w.hooks, "key", w.options);
  await w.hasBegun();
  conductor.kill("SIGKILL");
  await w.go();
  const holder = await holderOf(w.placeOf("key"));
  await until("it has ended", async () => holder !== null && holder !== "torn" && !(await isSame(holder)));

  expect(await w.run("key", ["sh", "-c", "echo again >> ran"])).toEqual({ exit: 3, output: "migrated\n" });
  expect(await w.ran()).toBe(1);
});

test("cut off without an end it is not run again, until a person says so", async () => {
  await using w = await world();
  const first = w.run("key").catch((error: AppError) => error.code);
  await w.hasBegun();
  await expect(forget(w.hooks, "key")).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  await killGroup(w.hooks, "key"); // as a machine that goes down does

  expect(await first).toBe("HOOK_CUT_OFF");
  await expect(w.run("key")).rejects.toMatchObject({ code: "HOOK_CUT_OFF", detail: { hook: "key" } });
  expect(await w.ran()).toBe(1);

  await forget(w.hooks, "key");
  await forget(w.hooks, "key");
  await w.go();
  expect(await w.run("key")).toMatchObject({ exit: 3 });
  expect(await w.ran()).toBe(2);
});

test("a pid that is somebody else's by now is cut off, and nobody is signalled", async () => {
  await using w = await world();
  const { path, pid } = w.placeOf("key");
  await mkdir(path, { recursive: true });
  await writeFile(pid, `${process.pid} 12345\n`);

  await expect(w.run("key", migrate, { within: millis(1) })).rejects.toMatchObject({ code: "HOOK_CUT_OFF" });
});

test.each([
  ["the folder was made and no more", "key", "key\n", true],
  ["the child was killed before it signed in", "pid.4242", "4242 12345\n", true],
  ["a power cut left an empty sign-in", "pid", "", false],
  ["a power cut left half an end", "end", "exi", false],
])("the conductor was killed when %s: nothing runs twice", async (_, file, content, mayRun) => {
  await using w = await world();
  const left = join(w.placeOf("key").path, file);
  await mkdir(dirname(left), { recursive: true });
  await writeFile(left, content);
  await w.go();

  const outcome = await w.run("key").catch((error: AppError) => error.code);

  if (file === "end")
    expect(outcome).toBe("HOOK_CUT_OFF"); // it ran now, and its end cannot be written over the torn one
  else if (mayRun) expect(outcome).toMatchObject({ exit: 3 });
  else expect(outcome).toBe("HOOK_CUT_OFF");
  expect(await w.ran()).toBe(mayRun ? 1 : 0);
});

test("what takes too long is ended with all that it started, which is its end for ever", async () => {
  await using w = await world();
  const command = ["sh", "-c", "echo $$ >> ran; echo working; sleep 600 & sleep 600"];

  const late = await w.run("key", command, { within: millis(400) });

  expect(late).toEqual({ exit: 124, output: "working\n\nended by Headgate: it took longer than 400 ms\n" });
  expect(await w.run("key")).toEqual(late);
  const holder = (await holderOf(w.placeOf("key"))) as { pid: number };
  await until("its group is empty", () => !hasGroup(holder.pid));
});

test("what was begun long ago is late for whoever comes, without another such time", async () => {
  await using w = await world();
  const conductor = otherConductor(w.hooks, "key", w.options);
  await w.hasBegun();
  conductor.kill("SIGKILL");

  expect(await w.run("key", migrate, { now: () => instant(Date.now() + 21_000) })).toMatchObject({ exit: 124 });
});

test("a conductor that was killed once it had written down that it was late: the next one ends it", async () => {
  await using w = await world();
  const waiting = w.run("key");
  await w.hasBegun();
  await writeFile(w.placeOf("key").end, "late 400\n");

  expect(await waiting).toMatchObject({ exit: 124 });
  const holder = (await holderOf(w.placeOf("key"))) as { pid: number };
  await until("its group is empty", () => !hasGroup(holder.pid));
});

test("different keys run apart, with their own output", async () => {
  await using w = await world();
  const print = ["sh", "-c", "echo $NAME | tee -a ran"];
  const all = await Promise.all(["a", "b"].map((name) => w.run(name, print, { env: { NAME: name } })));

  expect(all).toEqual([
    { exit: 0, output: "a\n" },
    { exit: 0, output: "b\n" },
  ]);
  expect(await w.ran()).toBe(2);
});

test("called off, the waiting ends and the command goes on", async () => {
  await using w = await world();
  const stop = new AbortController();
  const waiting = w.run("key", migrate, {}, stop.signal);
  await w.hasBegun();
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: "DRIVER_FAILED" });

  await w.go();
  expect(await w.run("key")).toMatchObject({ exit: 3 });
  expect(await w.ran()).toBe(1);
});

test("the last 64 kB of a long output are told, and nothing of our environment reaches it", async () => {
  process.env.HEADGATE_TEST_SECRET = "s3cret";
  await using w = await world();
  const { output } = await w.run("key", ["sh", "-c", "seq 100000; env"]);
  delete process.env.HEADGATE_TEST_SECRET;

  expect(Buffer.byteLength(output)).toBe(64 * 1024);
  expect(output).toContain("\n99999\n100000\n");
  expect(output).toContain("NAME=once");
  expect(output).not.toMatch(/HEADGATE|place|started/);
});

test("a program that is not there has an end; a folder that is not there is no beginning", async () => {
  await using w = await world();

  expect(await w.run("a", ["no-such-program"])).toMatchObject({
    exit: 127,
    output: expect.stringContaining("no-such"),
  });
  await expect(w.run("b", migrate, { cwd: "/no/such/folder" })).rejects.toMatchObject({ code: "DRIVER_FAILED" });
  await w.go();
  expect(await w.run("b")).toMatchObject({ exit: 3 });
});

const hasGroup = (pid: number): boolean => {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
};

/** A conductor of its own, to be killed. */
const otherConductor = (
  hooks: string,
  key: string,
  { cwd, env, within }: { cwd: string; env: object; within: number },
): ChildProcess => {
  const source = new URL("../../src/drivers/command/run-once.ts", import.meta.url).href;
  const options = JSON.stringify({ cwd, env, within });
  const script = `import { runOnce } from ${JSON.stringify(source)};
    await runOnce(${JSON.stringify(hooks)}, ${JSON.stringify(key)}, ${JSON.stringify(migrate)},
      { ...${options}, now: () => Date.now() }, AbortSignal.timeout(20_000));`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
};
