import { describe, expect, test } from "vitest";
import type { BuildRef, InstancesDriver, InstanceView } from "../../src/drivers/port.ts";

/** A world in which instances can be run. */
export type InstancesWorld = AsyncDisposable & {
  readonly driver: InstancesDriver;
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  /** A build that starts and never gets ready. */
  readonly broken: BuildRef;
  /** Have an instance die without warning; it is gone when this resolves. */
  kill(instance: InstanceView): Promise<void>;
};

const soon = (): AbortSignal => AbortSignal.timeout(30_000);
const ids = (views: readonly InstanceView[]): readonly string[] => views.map(({ id }) => id).toSorted();

/** What every instances driver must do. */
export const instancesContract = (name: string, world: () => Promise<InstancesWorld>): void => {
  describe(`instances contract: ${name}`, () => {
    test("a build is brought up ready, and observed as it is", async () => {
      await using w = await world();
      expect(await w.driver.observe(soon())).toEqual([]);

      const views = await w.driver.bring(w.baseline, 2, soon());

      expect(views).toHaveLength(2);
      for (const one of views) expect(one).toMatchObject({ build: w.baseline.digest, ready: true });
      for (const one of views) expect(one.answer).toMatch(/^200/);
      expect(new Set(views.map(({ endpoint }) => endpoint)).size).toBe(2);
      expect(ids(await w.driver.observe(soon()))).toEqual(ids(views));
    });

    test("bringing it again starts nothing new", async () => {
      await using w = await world();
      const first = await w.driver.bring(w.baseline, 2, soon());

      expect(ids(await w.driver.bring(w.baseline, 2, soon()))).toEqual(ids(first));
    });

    test("T12: a count is never lowered, and another build is left alone", async () => {
      await using w = await world();
      await w.driver.bring(w.baseline, 2, soon());
      await w.driver.bring(w.baseline, 1, soon());
      await w.driver.bring(w.candidate, 1, soon());

      const there = await w.driver.observe(soon());
      expect(there.filter(({ build }) => build === w.baseline.digest)).toHaveLength(2);
      expect(there.filter(({ build }) => build === w.candidate.digest)).toHaveLength(1);
    });

    test("a dead instance is not observed any more, and the next bring replaces it", async () => {
      await using w = await world();
      const [first, second] = await w.driver.bring(w.baseline, 2, soon());
      await w.kill(first!);
      expect(ids(await w.driver.observe(soon()))).toEqual([second!.id]);

      const after = await w.driver.bring(w.baseline, 2, soon());

      expect(after).toHaveLength(2);
      expect(after.map(({ endpoint }) => endpoint)).toContain(second!.endpoint);
    });

    test("T6, T57: a build that never gets ready is given up in time, with its last answers", async () => {
      await using w = await world();

      await expect(w.driver.bring(w.broken, 1, soon())).rejects.toMatchObject({
        code: "DRIVER_FAILED",
        detail: { problem: expect.stringContaining("503") },
      });
      expect((await w.driver.observe(soon())).every(({ ready }) => !ready)).toBe(true);
      await w.driver.remove(w.broken.digest, [], soon());
      expect(await w.driver.observe(soon())).toEqual([]);
    });

    test("T7: removing keeps exactly those that are named; removing what is not there is no error", async () => {
      await using w = await world();
      const [other] = await w.driver.bring(w.baseline, 1, soon());
      const [first, , third] = await w.driver.bring(w.candidate, 3, soon());
      const keep = [third!.id, first!.id, "nobody"];

      for (const _ of ["once", "twice"]) {
        await w.driver.remove(w.candidate.digest, keep, soon());
        expect(ids(await w.driver.observe(soon()))).toEqual(ids([other!, first!, third!]));
      }
      await w.driver.remove(w.candidate.digest, [third!.id], soon());
      expect(ids(await w.driver.observe(soon()))).toEqual(ids([other!, third!]));
      for (const _ of ["once", "twice"]) await w.driver.remove(w.candidate.digest, [], soon());
      expect(ids(await w.driver.observe(soon()))).toEqual(ids([other!]));
    });

    test("room is nobody's to know, or falls by one with each instance and comes back with its removal", async () => {
      await using w = await world();
      const room = await w.driver.room(soon());
      const less = (by: number): number | null => (room === null ? null : room - by);

      await w.driver.bring(w.baseline, 1, soon());
      expect(await w.driver.room(soon())).toBe(less(1));
      await w.driver.bring(w.candidate, 2, soon());
      expect(await w.driver.room(soon())).toBe(less(3));
      await w.driver.remove(w.candidate.digest, [], soon());
      expect(await w.driver.room(soon())).toBe(less(1));
    });

    test("R62: what each instance of a build printed last is told, and of no other build; or nobody hands it over", async () => {
      await using w = await world();
      const own = await w.driver.bring(w.baseline, 2, soon());
      await w.driver.bring(w.candidate, 1, soon());

      const told = (await w.driver.output?.(w.baseline.digest, 2, soon())) ?? null;

      if (told === null) return;
      expect(told.map(({ id }) => id).toSorted()).toEqual(ids(own));
      for (const { lines } of told) expect(lines.length).toBeLessThanOrEqual(2);
      await w.driver.remove(w.baseline.digest, [], soon());
      expect(await w.driver.output?.(w.baseline.digest, 2, soon())).toEqual([]);
    });

    test("a call whose signal aborts is given up", async () => {
      await using w = await world();

      await expect(w.driver.bring(w.broken, 1, AbortSignal.timeout(50))).rejects.toMatchObject({
        code: "DRIVER_FAILED",
      });
    });
  });
};
