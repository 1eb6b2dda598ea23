import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { folderDigest } from "../../src/drivers/builds/folder-digest.ts";
import type { AppError } from "../../src/errors.ts";
import { folder } from "../support/folder.ts";
import { soon } from "../support/split.ts";
import { canRunHosts } from "../support/ssh-hosts.ts";
import { plainWorld } from "../support/ssh-instances.ts";
import { until } from "../support/until.ts";

describe.skipIf(!canRunHosts)("hosts over SSH that are cut (as root; apt install openssh-server iproute2)", () => {
  /** @returns why it failed, and after how many ms */
  const failure = async (act: Promise<unknown>): Promise<{ readonly problem: string; readonly after: number }> => {
    const begun = performance.now();
    const error = await act.then(
      () => null,
      (e: AppError) => e,
    );
    expect(error).toMatchObject({ code: "DRIVER_FAILED" });
    return { problem: String(error?.detail.problem), after: performance.now() - begun };
  };
  /** Time enough on a busy machine, and still nothing like for ever. */
  const bounded = 20_000;

  test("a host that is cut cannot be told to be empty, and is named; when it is back, so are its instances", async () => {
    await using w = await plainWorld(3);
    await w.driver.bring(w.baseline, 3, soon());
    const [, cut] = w.hosts;
    await cut!.cut();

    const { problem, after } = await failure(w.driver.observe(soon(60_000)));

    expect(problem).toMatch(new RegExp(`^host ${cut!.host}: (cannot be reached|did not answer)`));
    for (const other of w.hosts.filter((one) => one !== cut)) expect(problem).not.toContain(other.host);
    expect(after).toBeLessThan(bounded);
    expect(await w.driver.room(soon(60_000))).toBe(4); // 9 slots: 3 are cut off, 2 taken
    await cut!.mend();
    expect(await w.driver.observe(soon(60_000))).toHaveLength(3);
  });

  test("a way back goes on with the other hosts while they have room, and else says which one is cut", async () => {
    await using w = await plainWorld(3, { ports: [8080, 8081] });
    await w.driver.bring(w.baseline, 3, soon());
    const [, cut] = w.hosts;
    await cut!.cut();

    const views = await w.driver.bring(w.baseline, 4, soon(60_000));
    expect(views.every(({ ready, endpoint }) => ready && !endpoint.startsWith(`${cut!.reach}:`))).toBe(true);
    expect(views).toHaveLength(4);

    const { problem, after } = await failure(w.driver.bring(w.baseline, 5, soon(60_000)));
    expect(problem).toMatch(
      new RegExp(`^4 of 5 run, and there is no free slot for the rest .*; host ${cut!.host}: cannot be reached`),
    );
    expect(after).toBeLessThan(bounded);

    const removal = await failure(w.driver.remove(w.baseline.digest, [], soon(60_000)));
    expect(removal.problem).toContain(`host ${cut!.host}: `);
    await cut!.mend();
    // The others were seen to all the same.
    expect((await w.driver.observe(soon(60_000))).map(({ endpoint }) => endpoint)).toEqual([`${cut!.reach}:8080`]);
  });

  test("a host that is cut in the middle of a command ends it, with its name, and leaves no lock behind", async () => {
    await using w = await plainWorld(1, {
      env: { IGNORE_TERM: "1" },
      stopWithin: millis(30_000),
      readyWithin: millis(20_000),
    });
    await w.driver.bring(w.baseline, 1, soon());
    const [host] = w.hosts;

    const removing = failure(w.driver.remove(w.baseline.digest, [], soon(60_000)));
    await until("it is asked to stop", async () => (await host!.sh("ls /srv/shop/slots/8080")).includes("stopping"));
    await host!.cut();
    const { problem, after } = await removing;

    expect(problem).toMatch(new RegExp(`^host ${host!.host}: (cannot be reached|did not answer)`));
    expect(after).toBeLessThan(bounded); // the time to stop is 30 s
    await host!.mend();
    // A connection that was begun during the cut may still fail.
    await until("it can be asked again", () => w.driver.observe(soon()).then(Boolean, () => false), 20_000);
    expect(await w.driver.bring(w.candidate, 1, soon(60_000))).toHaveLength(1);
  });

  test("a host that is cut while its instance gets ready is named before readyWithin is over", async () => {
    await using w = await plainWorld(2, { readyWithin: millis(40_000) });
    const [, cut] = w.hosts;

    const bringing = failure(w.driver.bring(w.broken, 2, soon(60_000)));
    await until("it is started", async () => (await cut!.sh("ls /srv/shop/slots/8080 || :")).includes("out.log"));
    await cut!.cut();
    const { problem, after } = await bringing;

    expect(problem).toContain(`host ${cut!.host}: `);
    expect(after).toBeLessThan(bounded);
  });

  test("a call that is called off ends at once, also while a host is cut", async () => {
    await using w = await plainWorld(1);
    await w.driver.observe(soon());
    await w.hosts[0]!.cut();

    const { problem, after } = await failure(w.driver.observe(AbortSignal.timeout(100)));

    expect(problem).toBe("it was called off");
    expect(after).toBeLessThan(4_000);
  });

  test("a host that is cut while a build is sent to it keeps no half of it", async () => {
    await using dir = await folder();
    await writeFile(join(dir.path, "start.sh"), "exec /srv/node ./service.mjs\n");
    await copyFile(new URL("../support/ssh-service.mjs", import.meta.url), join(dir.path, "service.mjs"));
    await writeFile(join(dir.path, "large"), Buffer.alloc(100_000_000, "large"));
    const build = { digest: await folderDigest(dir.path), version: "2.0.0" };
    await using w = await plainWorld(1, { builds: () => dir.path });
    const [host] = w.hosts;

    const bringing = failure(w.driver.bring(build, 1, soon(60_000)));
    await until("it arrives", async () => (await host!.sh("ls -A /srv/shop/builds || :")).includes(".draft-"));
    await host!.cut();
    const { problem, after } = await bringing;

    expect(problem).toContain(`host ${host!.host}: `);
    expect(after).toBeLessThan(bounded);
    expect(await host!.sh("ls /srv/shop/builds")).toBe("");
    await host!.mend();
    expect(await w.driver.bring(build, 1, soon(60_000))).toHaveLength(1);
  });
});
