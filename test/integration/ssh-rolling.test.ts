import { describe, expect, test } from "vitest";
import type { BuildRef, InstanceView } from "../../src/drivers/port.ts";
import { soon } from "../support/split.ts";
import { canRunHosts } from "../support/ssh-hosts.ts";
import { plainWorld } from "../support/ssh-instances.ts";

describe.skipIf(!canRunHosts)("rolling over hosts (as root; apt install openssh-server iproute2)", () => {
  const slots = 10;
  const batch = 2;

  test("R26: ten slots on five hosts, two at a time; a batch that does not get ready stops it, and it goes back to ten old ones", async () => {
    await using w = await plainWorld(5, { ports: [8080, 8081] });
    const there = async () => {
      const views = await w.driver.observe(soon());
      const ready = (build: BuildRef) => views.filter((one) => one.build === build.digest && one.ready).length;
      return { all: views.length, old: ready(w.baseline), new: ready(w.candidate) };
    };
    /** As a rolling step does without spare room: away with the surplus, then the new ones. */
    const replace = async (from: BuildRef, to: BuildRef, reached: number): Promise<readonly InstanceView[]> => {
      const before = (await w.driver.observe(soon())).filter(({ build }) => build === from.digest);
      await w.driver.remove(
        from.digest,
        before.slice(0, slots - reached).map(({ id }) => id),
        soon(),
      );
      return await w.driver.bring(to, reached, soon());
    };
    await w.driver.bring(w.baseline, slots, soon());
    expect(await w.driver.room(soon())).toBe(0);
    await expect(w.driver.bring(w.candidate, 1, soon())).rejects.toMatchObject({
      detail: { problem: "0 of 1 run, and there is no free slot for the rest (0 free)" },
    });

    for (const reached of [batch, 2 * batch]) {
      await replace(w.baseline, w.candidate, reached);
      expect(await there()).toEqual({ all: slots, old: slots - reached, new: reached });
    }

    // The third batch: two more old ones go, and what comes for them does not get ready.
    const old = (await w.driver.observe(soon())).filter(({ build }) => build === w.baseline.digest);
    await w.driver.remove(
      w.baseline.digest,
      old.slice(batch).map(({ id }) => id),
      soon(),
    );
    await expect(w.driver.bring(w.broken, batch, AbortSignal.timeout(3_000))).rejects.toMatchObject({
      code: "DRIVER_FAILED",
    });
    expect(await there()).toEqual({ all: slots, old: 4, new: 4 });
    await w.driver.remove(w.broken.digest, [], soon());
    await w.driver.bring(w.baseline, 6, soon());
    expect(await there()).toEqual({ all: slots, old: 6, new: 4 });

    for (const reached of [8, slots]) await replace(w.candidate, w.baseline, reached);
    expect(await there()).toEqual({ all: slots, old: slots, new: 0 });
  });
});
