import { describe, expect, test } from "vitest";
import { type Digest, digest, type Percent, percent } from "../../src/domain/units.ts";
import type { Route, TrafficDriver } from "../../src/drivers/port.ts";

/** A world in which a traffic driver is at work in front of two builds that answer. */
export type TrafficWorld = AsyncDisposable & {
  readonly driver: TrafficDriver;
  readonly baseline: Omit<Route, "weight">;
  readonly candidate: Omit<Route, "weight">;
  /** Send requests as a client. Resolves with how many of them each build answered. */
  send(count: number): Promise<ReadonlyMap<Digest, number>>;
  /** Begin a request that stays in flight at the candidate until `finish`; its weight is 100 by then. */
  hold(): Promise<{ finish(): Promise<void> }>;
};

const soon = (): AbortSignal => AbortSignal.timeout(20_000);

/** What every traffic driver must do. */
export const trafficContract = (name: string, world: () => Promise<TrafficWorld>): void => {
  const routes = ({ baseline, candidate }: TrafficWorld, weight: number): readonly Route[] => [
    { ...baseline, weight: percent(100 - weight) },
    { ...candidate, weight: percent(weight) },
  ];

  describe(`traffic contract: ${name}`, () => {
    test("before the first set there are no routes", async () => {
      await using w = await world();

      expect(await w.driver.read(soon())).toEqual([]);
    });

    test("what was set is read back, and live traffic follows it", async () => {
      await using w = await world();
      for (const weight of [0, 25, 100, 0]) {
        await w.driver.set(routes(w, weight), [1, 1], soon());

        expect(await w.driver.read(soon())).toEqual(routes(w, weight));
        const seen = await w.send(400);
        expect(Math.abs((seen.get(w.candidate.build) ?? 0) - 4 * weight)).toBeLessThanOrEqual(
          weight % 100 === 0 ? 0 : 8,
        );
        expect([...seen.values()].reduce((a, b) => a + b, 0)).toBe(400);
      }
    });

    test("setting the same routes twice changes nothing", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 40), [1, 1], soon());
      await w.driver.set(routes(w, 40), [1, 1], soon());

      expect(await w.driver.read(soon())).toEqual(routes(w, 40));
    });

    test("T38: an older fence is refused and changes nothing; an equal and a newer one are taken", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 10), [2, 5], soon());

      for (const older of [[2, 4], [1, 9]] as const) // biome-ignore format: pairs
        await expect(w.driver.set(routes(w, 100), older, soon())).rejects.toMatchObject({ code: "DRIVER_FENCED" });
      expect(await w.driver.read(soon())).toEqual(routes(w, 10));
      await w.driver.set(routes(w, 20), [2, 5], soon());
      await w.driver.set(routes(w, 30), [3, 0], soon());
      expect(await w.driver.read(soon())).toEqual(routes(w, 30));
    });

    test("weights that do not sum to 100 are refused and change nothing", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 10), [1, 1], soon());
      const wrong = routes(w, 10).map((route) => ({ ...route, weight: 10 as Percent }));

      await expect(w.driver.set(wrong, [1, 2], soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });
      expect(await w.driver.read(soon())).toEqual(routes(w, 10));
    });

    test("T5: a build drains only at weight 0, and is drained when its last request is answered", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 100), [1, 1], soon());
      const held = await w.hold();
      await expect(w.driver.drain(w.candidate.build, soon())).rejects.toMatchObject({ code: "DRIVER_FAILED" });

      await w.driver.set(routes(w, 0), [1, 1], soon());
      await expect(w.driver.drain(w.candidate.build, AbortSignal.timeout(100))).rejects.toMatchObject({
        code: "DRIVER_FAILED",
      });
      const drained = w.driver.drain(w.candidate.build, soon());
      await held.finish();
      await drained;
    });

    test("a build that was never routed is drained already", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 0), [1, 1], soon());

      await w.driver.drain(digest(`sha256:${"f".repeat(64)}`), soon());
      await w.driver.drain(w.candidate.build, soon());
    });

    test("a call whose signal has aborted does nothing", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 10), [1, 1], soon());

      await expect(w.driver.set(routes(w, 90), [1, 1], AbortSignal.abort())).rejects.toMatchObject({
        code: "DRIVER_FAILED",
      });
      expect(await w.driver.read(soon())).toEqual(routes(w, 10));
    });
  });
};
