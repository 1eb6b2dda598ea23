import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { sshInstances } from "../../src/drivers/instances/ssh/driver.ts";
import type { BuildRef, InstanceView } from "../../src/drivers/port.ts";
import { AppError } from "../../src/errors.ts";
import { instancesContract } from "../contract/instances.ts";
import { soon } from "../support/split.ts";
import { canRunHosts } from "../support/ssh-hosts.ts";
import { plainWorld } from "../support/ssh-instances.ts";
import { until } from "../support/until.ts";

describe.skipIf(!canRunHosts)("hosts over SSH (as root; apt install openssh-server iproute2)", () => {
  const run = promisify(execFile);
  const page = async ({ endpoint }: InstanceView, path: string): Promise<string> =>
    await (await fetch(`http://${endpoint}/${path}`, { signal: soon() })).text();
  const endpoints = (views: readonly InstanceView[]): readonly string[] =>
    views.map(({ endpoint }) => endpoint).toSorted();
  const problemOf = async (act: Promise<unknown>): Promise<string> => {
    const error = await act.then(
      () => null,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "DRIVER_FAILED" });
    return String((error as AppError).detail.problem);
  };
  const of = (views: readonly InstanceView[], build: BuildRef) => views.filter((one) => one.build === build.digest);

  instancesContract("ssh, plain hosts", async () => {
    const w = await plainWorld(3, { readyWithin: millis(4_000) });
    return {
      ...w,
      async kill(instance) {
        await w.on(instance).sh(`read pid rest < ${w.slot(instance)}/pid; kill -KILL $pid`);
        await until("it is gone", async () => !(await w.driver.observe(soon())).some(({ id }) => id === instance.id));
      },
    };
  });

  const awkward = { TOKEN: `s3cret 'a' "b" $HOME \`id\` \\ \n end`, slot: "8", LANG: "C" };

  test("an instance gets its port, its build and what was configured; secrets are on no command line and for no other's eyes", async () => {
    await using w = await plainWorld(1, { env: awkward });
    const [one] = await w.driver.bring(w.baseline, 1, soon());

    const env = JSON.parse(await page(one!, "env")) as Record<string, string>;
    const own = ["HOME", "PATH", "PWD", "OLDPWD", "SHLVL", "_"]; // of any shell
    expect(Object.fromEntries(Object.entries(env).filter(([name]) => !own.includes(name)))).toEqual({
      ...awkward,
      PORT: "8080",
      HEADGATE_VERSION: "1.0.0",
      HEADGATE_BUILD: w.baseline.digest,
    });
    const host = w.on(one!);
    expect(await host.sh(`cat /proc/[0-9]*/cmdline | grep -ac 's3cre[t]' || :`)).toBe("0\n");
    expect(await host.sh(`stat -c %a ${w.slot(one!)}/env ${w.slot(one!)}/out.log`)).toBe("600\n600\n");
    expect(await host.sh(`grep -rl s3cret /srv/shop`)).toBe(`${w.slot(one!)}/env\n`);
    expect(await host.sshdLog()).not.toContain("s3cret");
  });

  test("T6, T57: the reason why it is not ready names each instance, its answers with their times, and its log without secrets", async () => {
    const command = ["sh", "-c", 'echo "token $TOKEN"; exec sh ./start.sh'];
    await using w = await plainWorld(2, { command, env: { TOKEN: "s3cret" }, readyWithin: millis(2_000) });

    const problem = await problemOf(w.driver.bring(w.broken, 2, soon()));

    expect(problem).toContain("within 2000 ms");
    for (const { reach } of w.hosts)
      expect(problem).toMatch(
        new RegExp(
          `${reach}:8080 is alive; .*\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z 503; its log ends:\\n {4}token \\[hidden\\]`,
        ),
      );
  });

  test("R62: the last 200 lines of each instance are told, whole and without secrets, also of one that died", async () => {
    const command = ["sh", "-c", 'for i in $(seq 300); do echo "$i: token $TOKEN"; done; exec sh ./start.sh'];
    await using w = await plainWorld(1, { command, env: { TOKEN: "s3cret" } });
    const [one] = await w.driver.bring(w.baseline, 1, soon());
    const told = async () => (await w.driver.output?.(w.baseline.digest, 200, soon())) ?? [];
    await until(
      "it has said that it listens",
      async () => (await told())[0]?.lines.at(-1)?.includes("listening") === true,
    );

    const [first, ...others] = await told();
    expect(others).toEqual([]);
    expect(first?.id).toBe(one!.endpoint);
    expect(first?.lines).toHaveLength(200);
    expect(first?.lines[0]).toBe("102: token [hidden]");
    await w.on(one!).sh(`read pid rest < ${w.slot(one!)}/pid; kill -KILL $pid`);
    await until("it is gone", async () => (await w.driver.observe(soon())).length === 0);
    expect(await told()).toEqual([first]);
  });

  test("a command that ends at once is reported without waiting, with what it said", async () => {
    await using w = await plainWorld(1, { command: ["sh", "-c", "echo out of luck >&2; exit 3"] });
    const begun = performance.now();

    expect(await problemOf(w.driver.bring(w.baseline, 1, soon()))).toMatch(
      /:8080 is dead; .*log ends:\n {4}out of luck/,
    );
    expect(performance.now() - begun).toBeLessThan(15_000); // readyWithin is 20 s
  });

  test("a host whose key is not the configured one is refused before anything is sent to it", async () => {
    await using w = await plainWorld(2);
    const [first, second] = w.hosts;
    const strange = sshInstances({ ...w.settings, hosts: [first!, { ...second!, fingerprint: first!.fingerprint }] });

    const problem = await problemOf(strange.observe(soon()));

    expect(problem).toContain(
      `host ${second!.host}: its key is ${second!.fingerprint} (ssh-ed25519), not ${first!.fingerprint}`,
    );
    expect(problem).not.toContain(`host ${first!.host}`);
    const log = await second!.sshdLog();
    expect(log).toContain("Connection from");
    expect(log).not.toContain("deploy"); // not even a name was told
  });

  test("a key that the host does not know, and a file that holds none, are said plainly", async () => {
    await using w = await plainWorld(1);
    const [host] = w.hosts;

    const other = sshInstances({ ...w.settings, key: `${w.settings.key}.other` });
    expect(await problemOf(other.observe(soon()))).toContain("cannot be read: ENOENT");
    const half = sshInstances({ ...w.settings, key: import.meta.filename });
    expect(await problemOf(half.observe(soon()))).toContain("cannot be read: ");
    await host!.sh("rm /srv/authorized");
    expect(await problemOf(w.driver.observe(soon()))).toBe(`host ${host!.host}: it does not let this key in`);
  });

  test("many instances on one host take one connection, which is closed once nothing is to be done", async () => {
    await using w = await plainWorld(1, { ports: Array.from({ length: 10 }, (_, i) => 8080 + i) });
    const [host] = w.hosts;

    expect(await w.driver.bring(w.baseline, 10, soon())).toHaveLength(10);

    expect((await host!.sshdLog()).match(/Accepted publickey/g)).toHaveLength(1);
    await until("it is closed", async () => (await host!.sh("ps -u 4711 -o comm= | grep -c sshd || :")) === "0\n");
    expect(await w.driver.observe(soon())).toHaveLength(10);
  });

  test("a program that only looks ends by itself soon after, by whichever way Node loads the driver", async () => {
    await using w = await plainWorld(1);
    const { builds: _, now: __, ...settings } = w.settings;
    const driver = new URL("../../src/drivers/instances/ssh/driver.ts", import.meta.url);
    const script = `import { sshInstances } from ${JSON.stringify(driver.href)};
    console.log(await sshInstances(${JSON.stringify(settings)}).room(AbortSignal.timeout(20_000)));`;

    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });

    expect(stdout).toBe("3\n");
  });

  test("a build is sent once per host, checked, and not started once somebody changed it there", async () => {
    await using w = await plainWorld(1);
    const [one] = await w.driver.bring(w.baseline, 1, soon());
    const host = w.on(one!);
    const folder = `/srv/shop/builds/${w.baseline.digest.replace(":", "-")}`;
    const inode = await host.sh(`stat -c %i ${folder}`);
    await w.driver.bring(w.baseline, 2, soon());
    expect(await host.sh(`stat -c %i ${folder}; ls -A /srv/shop/builds | wc -l`)).toBe(`${inode}1\n`);

    await host.sh(`echo '# changed' >> ${folder}/start.sh`);

    expect(await problemOf(w.driver.bring(w.baseline, 3, soon()))).toBe(
      `host ${host.host}: ${folder} was changed after it was put there; find out why, then remove it`,
    );
    expect(await w.driver.observe(soon())).toHaveLength(2);
  });

  test("builds that nobody uses make room for new ones, those in use stay", async () => {
    await using w = await plainWorld(1);
    const [one] = await w.driver.bring(w.baseline, 1, soon());
    const old = Array.from({ length: 8 }, (_, i) => `/srv/shop/builds/sha256-${String(i).repeat(64)}`);
    await w.on(one!).sh(`touch -d '2 days ago' /srv/shop/builds/*; mkdir ${old.join(" ")} /srv/shop/builds/.draft-x
    chown -R deploy /srv/shop/builds; touch -d '1 day ago' ${old.join(" ")} /srv/shop/builds/.draft-x`);

    await w.driver.bring(w.candidate, 1, soon());

    const left = (await w.on(one!).sh("ls -A /srv/shop/builds")).trim().split("\n");
    expect(left).toHaveLength(6); // five, and the one in use
    for (const build of [w.baseline, w.candidate]) expect(left).toContain(build.digest.replace(":", "-"));
  });

  test("another environment's folder is left alone", async () => {
    await using w = await plainWorld(1);
    await w.driver.bring(w.baseline, 1, soon());
    const staging = sshInstances({ ...w.settings, environment: "staging" });

    const acts = [
      staging.observe(soon()),
      staging.bring(w.baseline, 1, soon()),
      staging.remove(w.baseline.digest, [], soon()),
    ];
    for (const problem of await Promise.all(acts.map(problemOf)))
      expect(problem).toContain("/srv/shop belongs to shop/production, this is shop/staging");
    expect(await w.driver.observe(soon())).toHaveLength(1);
  });

  test("T5: an instance that ignores SIGTERM is killed after stopWithin, its children with it", async () => {
    const command = ["sh", "-c", "sleep 600 & exec sh ./start.sh"];
    await using w = await plainWorld(1, { env: { IGNORE_TERM: "1" }, command, stopWithin: millis(300) });
    const [one] = await w.driver.bring(w.baseline, 1, soon());

    await w.driver.remove(w.baseline.digest, [], soon());

    expect(await w.driver.observe(soon())).toEqual([]);
    expect(await w.on(one!).sh("ps -o args= -u 4711 | grep -cE 'sleep 600|service' || :")).toBe("0\n");
  });

  test("a reused pid is neither taken for an instance nor signalled", async () => {
    await using w = await plainWorld(1);
    const [one] = await w.driver.bring(w.baseline, 1, soon());
    // As if the baseline had died, and its pid had gone to somebody else's process.
    await w.on(one!).sh(`f=${w.slot(one!)}/pid; read pid started build < $f; echo "$pid 12345 $build" > $f`);

    expect(await w.driver.observe(soon())).toEqual([]);
    await w.driver.remove(w.baseline.digest, [], soon());
    expect(await page(one!, "")).toBe("1.0.0");
  });

  test("an instance that works in another folder than its build's is not ready, and can still be stopped", async () => {
    const command = ["sh", "-c", "cp -r . /tmp/away$$ && cd /tmp/away$$ && exec sh ./start.sh"];
    await using w = await plainWorld(1, { command, readyWithin: millis(1_500) });

    expect(await problemOf(w.driver.bring(w.baseline, 1, soon()))).toContain("which is not its build's folder");
    await w.driver.remove(w.baseline.digest, [], soon());
    expect(await w.driver.observe(soon())).toEqual([]);
  });

  test.each([
    ["the folder was made and no more", "mkdir -p /srv/shop"],
    [
      "a build was half received",
      "mkdir -p /srv/shop/builds/.draft-abc123 && touch /srv/shop/builds/.draft-abc123/start.sh",
    ],
    ["a slot was made and nothing started", "mkdir -p /srv/shop/slots/8080 && touch /srv/shop/slots/8080/env"],
    [
      "a process was killed before it signed in",
      "mkdir -p /srv/shop/slots/8080 && touch /srv/shop/slots/8080/pid.4242",
    ],
    ["a power cut left the holder's file empty", "mkdir -p /srv/shop/slots/8080 && touch /srv/shop/slots/8080/pid"],
    [
      "it was asked to stop and the host restarted",
      "mkdir -p /srv/shop/slots/8080 && touch /srv/shop/slots/8080/stopping",
    ],
  ])("the conductor or the host ended when %s: the next calls handle it", async (_, script) => {
    await using w = await plainWorld(1);
    await w.hosts[0]!.sh(`${script}; chown -R deploy /srv/shop`);

    expect(await w.driver.observe(soon())).toEqual([]);
    expect(await w.driver.room(soon())).toBe(3);
    expect(await w.driver.bring(w.baseline, 2, soon())).toHaveLength(2);
    await w.driver.remove(w.baseline.digest, [], soon());
    expect(await w.driver.observe(soon())).toEqual([]);
  });

  test("T14: two conductors that bring the same build at once get the same instances, each slot once", async () => {
    await using w = await plainWorld(2);
    const other = sshInstances(w.settings);

    const [ours, theirs] = await Promise.all([
      w.driver.bring(w.baseline, 3, soon()),
      other.bring(w.baseline, 3, soon()),
    ]);

    expect(endpoints(theirs)).toEqual(endpoints(ours));
    const running = await Promise.all(w.hosts.map((host) => host.sh("ps -o args= -u 4711 | grep -c '[s]ervice.mjs'")));
    expect(running.map(Number).reduce((a, b) => a + b)).toBe(3);
  });

  test("T14: what one conductor is stopping is no instance for the other, whose bring waits for the slot", async () => {
    await using w = await plainWorld(1, { ports: [8080, 8081], env: { IGNORE_TERM: "1" }, stopWithin: millis(2_500) });
    const other = sshInstances(w.settings);
    const before = await w.driver.bring(w.baseline, 2, soon());
    const pids = await Promise.all(before.map((one) => page(one, "pid")));

    const removing = w.driver.remove(w.baseline.digest, [], soon());
    await until("it is being stopped", async () =>
      (await other.observe(soon())).every(({ answer }) => answer === "is being stopped"),
    );
    const after = await other.bring(w.baseline, 2, soon());
    await removing;

    expect(endpoints(after)).toEqual(endpoints(before));
    expect(of(await w.driver.observe(soon()), w.baseline)).toHaveLength(2); // none of the new ones was taken for an old one
    for (const one of after) expect(pids).not.toContain(await page(one, "pid"));
  });

  test("T14: while somebody holds the lock of a host, nothing is changed there", async () => {
    await using w = await plainWorld(1, { stopWithin: millis(1_000) });
    const [one] = await w.driver.bring(w.baseline, 1, soon());
    const [host] = w.hosts;
    await host!.sh("setsid flock /srv/shop/lock sleep 600 </dev/null >/dev/null 2>&1 &");

    const [brought, removed] = await Promise.all([
      problemOf(w.driver.bring(w.candidate, 1, soon(40_000))),
      problemOf(w.driver.remove(w.baseline.digest, [], soon(40_000))),
    ]);

    for (const problem of [brought, removed])
      expect(problem).toContain(`host ${host!.host}: another conductor has held /srv/shop/lock for 10 s`);
    expect(endpoints(await w.driver.observe(soon()))).toEqual(endpoints([one!]));
  });
});
