import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { processInstances } from "../../src/drivers/instances/process/driver.ts";
import { identify } from "../../src/drivers/os-process.ts";
import { AppError } from "../../src/errors.ts";
import { instancesContract } from "../contract/instances.ts";
import { instances } from "../support/instances.ts";
import { soon } from "../support/split.ts";
import { until } from "../support/until.ts";

instancesContract("process", () => instances({ readyWithin: millis(4_000) }));

const page = async (endpoint: string, path: string): Promise<string> =>
  await (await fetch(`http://${endpoint}/${path}`, { signal: soon() })).text();

test("an instance gets its own port, its build, what was configured, and nothing else of our environment", async () => {
  process.env.HEADGATE_TEST_SECRET = "s3cret";
  await using w = await instances();
  const [one] = await w.driver.bring(w.baseline, 1, soon());
  delete process.env.HEADGATE_TEST_SECRET;

  const env = JSON.parse(await page(one!.endpoint, "env")) as Record<string, string>;

  expect(env).toMatchObject({
    GREETING: "hello",
    PORT: one!.endpoint.split(":")[1],
    HEADGATE_VERSION: "1.0.0",
    HEADGATE_BUILD: w.baseline.digest,
  });
  // What the instance's own shell script adds is not ours.
  const own = new Set(["PWD", "OLDPWD", "SHLVL", "_", "LANG", "HOME", "PATH", "GREETING", "PORT"]);
  expect(Object.keys(env).filter((name) => !own.has(name))).toEqual(["HEADGATE_VERSION", "HEADGATE_BUILD"]);
});

test("what it prints is in its slot's log, and it runs on in a group of its own", async () => {
  await using w = await instances();
  const [one] = await w.driver.bring(w.baseline, 1, soon());
  const [slot] = await w.slots(w.baseline);

  expect(await readFile(join(slot!.path, "out.log"), "utf8")).toContain("as 1.0.0");
  const stat = await readFile(`/proc/${await w.pid(one!)}/stat`, "utf8");
  const [group, session] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(2, 4);
  expect([group, session]).toEqual([String(await w.pid(one!)), String(await w.pid(one!))]);
});

test("R62: the last lines of its log are told, whole ones, and no value that it was given", async () => {
  const long = "x".repeat(1_100);
  const command = ["sh", "-c", `for i in 1 2 3; do echo "$i $GREETING ${long}"; done; exec sh ./start.sh`];
  await using w = await instances({ command, env: { GREETING: "s3cret" } });
  await w.driver.bring(w.baseline, 1, soon());
  const told = async () => (await w.driver.output?.(w.baseline.digest, 3, soon()))?.[0]?.lines ?? [];
  await until("it has said that it listens", async () => (await told()).at(-1)?.includes("as 1.0.0") === true);

  expect(await told()).toEqual([`2 [hidden] ${long}`, `3 [hidden] ${long}`, expect.stringContaining("as 1.0.0")]);
});

test("T6, T57: the reason why it is not ready names each instance, its answers with their times, and its log", async () => {
  await using w = await instances({ readyWithin: millis(1_500) });

  const error = await w.driver.bring(w.broken, 2, soon()).catch((e: unknown) => e);

  expect(error).toBeInstanceOf(AppError);
  const { problem } = (error as AppError).detail;
  expect(problem).toContain("within 1500 ms");
  for (const number of [1, 2])
    expect(problem).toMatch(
      new RegExp(`cccccccccccc/${number} is alive; .*\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z 503.*log ends:\\n {4}listening on`),
    );
});

test("a command that ends at once is reported without waiting, with what it said", async () => {
  await using w = await instances({ command: ["sh", "-c", "echo out of luck >&2; exit 3"] });
  const begun = performance.now();

  await expect(w.driver.bring(w.baseline, 1, soon())).rejects.toMatchObject({
    code: "DRIVER_FAILED",
    detail: { problem: expect.stringMatching(/aaaaaaaaaaaa\/1 is dead; .*log ends:\n {4}out of luck/) },
  });
  expect(performance.now() - begun).toBeLessThan(10_000); // readyWithin is 20 s
});

test("bringing what is there already starts no process", async () => {
  await using w = await instances();
  await w.driver.bring(w.baseline, 2, soon());
  await w.driver.bring(w.baseline, 2, soon());

  expect(await w.slots(w.baseline)).toHaveLength(2);
});

test("a killed instance is replaced on a new port, by the next bring and not before", async () => {
  await using w = await instances();
  const [one] = await w.driver.bring(w.baseline, 1, soon());
  await w.kill(one!);
  expect(await w.driver.observe(soon())).toEqual([]);

  const [next] = await w.driver.bring(w.baseline, 1, soon());

  expect(next!.endpoint).not.toBe(one!.endpoint);
  expect(await page(next!.endpoint, "")).toBe("1.0.0");
});

test("two conductors that bring the same build at once get the same instances, each slot once", async () => {
  await using w = await instances();
  const other = processInstances(w.settings);

  const [ours, theirs] = await Promise.all([w.driver.bring(w.baseline, 3, soon()), other.bring(w.baseline, 3, soon())]);

  expect(theirs.map(({ endpoint }) => endpoint).toSorted()).toEqual(ours.map(({ endpoint }) => endpoint).toSorted());
  // The losers of each slot are gone: only the three that hold one are left of all that were started.
  const folder = w.settings.builds(w.baseline.digest) as string;
  await until("the losers are gone", async () => (await workingIn(folder)).length === 3);
});

test.each([
  ["the build's folder was made and no more", "aaaaaaaaaaaa/"],
  ["the build was written down and no slot made", "aaaaaaaaaaaa/build"],
  ["a slot was made and nothing started", "aaaaaaaaaaaa/1/"],
  ["a child was killed before it signed in", "aaaaaaaaaaaa/1/pid.4242"],
  ["a power cut left the holder's file empty", "aaaaaaaaaaaa/1/pid"],
  ["a power cut left half of a build's name", "aaaaaaaaaaaa/build", "sha256:aaa"],
  ["a slot was half cleared", "aaaaaaaaaaaa/1/out.log"],
])("the conductor was killed when %s: the next calls handle it", async (_, left, content = "") => {
  await using w = await instances();
  const path = join(w.settings.folder, left);
  await mkdir(left.endsWith("/") ? path : dirname(path), { recursive: true });
  if (!left.endsWith("/"))
    await writeFile(path, left.endsWith("build") && content === "" ? w.baseline.digest : content);

  expect(await w.driver.observe(soon())).toEqual([]);
  expect(await w.driver.bring(w.baseline, 2, soon())).toHaveLength(2);
  await w.driver.remove(w.baseline.digest, [], soon());
  expect(await w.driver.observe(soon())).toEqual([]);
  expect(await w.slots(w.baseline)).toEqual([]);
});

test("a conductor that is killed while it brings instances up leaves them to the next one", async () => {
  await using w = await instances();
  // A conductor of its own, killed as soon as the first instance has signed in.
  const driver = new URL("../../src/drivers/instances/process/driver.ts", import.meta.url);
  const { folder, command, env, ready, readyWithin, stopWithin } = w.settings;
  const settings = JSON.stringify({ folder, command, env, ready, readyWithin, stopWithin });
  const home = JSON.stringify(await w.settings.builds(w.baseline.digest));
  const script = `import { processInstances } from ${JSON.stringify(driver.href)};
    const all = processInstances({ ...${settings}, builds: () => ${home}, folderOf: () => ${home}, now: () => Date.now() });
    await all.bring(${JSON.stringify(w.baseline)}, 2, AbortSignal.timeout(20_000));`;
  const conductor = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  await until("an instance has signed in", async () => (await holders(w.settings.folder)) > 0);
  conductor.kill("SIGKILL");
  await once(conductor, "exit");

  const views = await w.driver.bring(w.baseline, 2, soon());

  expect(views).toHaveLength(2);
  await until("no other is left", async () => (await workingIn(JSON.parse(home) as string)).length === 2);
});

test("the slots of what is kept are the ones that stay, and the next bring fills the gap", async () => {
  await using w = await instances();
  const [, second] = await w.driver.bring(w.baseline, 3, soon());

  await w.driver.remove(w.baseline.digest, [second!.id], soon());
  expect((await w.slots(w.baseline)).map(({ number }) => number)).toEqual([2]);
  const pid = await w.pid(second!);
  const views = await w.driver.bring(w.baseline, 2, soon());

  expect((await w.slots(w.baseline)).map(({ number }) => number)).toEqual([1, 2]);
  expect(views.map(({ id }) => id)).toContain(second!.id);
  expect(await w.pid(second!)).toBe(pid);
});

test("T5: an instance that ignores SIGTERM is killed after stopWithin, its children with it", async () => {
  await using w = await instances({
    env: { IGNORE_TERM: "1" },
    command: ["sh", "-c", "sleep 600 & exec sh ./start.sh"],
    stopWithin: millis(300),
  });
  await w.driver.bring(w.baseline, 1, soon());
  const folder = w.settings.builds(w.baseline.digest) as string;
  expect(await workingIn(folder)).toHaveLength(2);

  await w.driver.remove(w.baseline.digest, [], soon());

  expect(await w.slots(w.baseline)).toEqual([]);
  await until("its child is gone", async () => (await workingIn(folder)).length === 0);
});

test("a reused pid is neither taken for an instance nor signalled", async () => {
  await using w = await instances();
  await w.driver.bring(w.baseline, 1, soon());
  await w.driver.bring(w.candidate, 1, soon());
  const [stranger] = (await w.driver.observe(soon())).filter(({ build }) => build === w.candidate.digest);
  const [slot] = await w.slots(w.baseline);
  const own = await readFile(join(slot!.path, "pid"), "utf8");
  // As if the baseline had died, and its pid had gone to the candidate's process.
  await writeFile(join(slot!.path, "pid"), `${await w.pid(stranger!)} ${own.split(" ")[1]} 12345`);
  expect((await w.driver.observe(soon())).map(({ build }) => build)).toEqual([w.candidate.digest]);

  await w.driver.remove(w.baseline.digest, [], soon());

  expect(await page(stranger!.endpoint, "")).toBe("1.1.0");
  process.kill(Number(own.split(" ")[0]), "SIGKILL");
});

test("an instance that works in another folder than its build's is not ready, and can still be stopped", async () => {
  await using w = await instances({ command: ["sh", "-c", "cp start.sh .. && cd .. && exec sh ./start.sh"] });
  const refused = await w.driver.bring(w.baseline, 1, AbortSignal.timeout(1_500)).catch((e: AppError) => e.detail);

  expect(refused).toMatchObject({ problem: expect.stringContaining("which is not its build's folder") });
  const pid = await w.pid((await w.driver.observe(soon()))[0]!);
  await w.driver.remove(w.baseline.digest, [], soon());
  expect(await identify(pid)).toBeNull();
});

/** How many slots of whatever build have a holder. */
const holders = async (folder: string): Promise<number> =>
  (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => name.endsWith("/pid")).length;

/** Processes whose working folder this is. */
const workingIn = async (folder: string): Promise<readonly string[]> => {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, i) => folders[i] === folder);
};
