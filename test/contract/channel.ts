import { describe, expect, test } from "vitest";
import type { ChannelDriver } from "../../src/drivers/port.ts";

export type ChannelWorld = AsyncDisposable & {
  readonly driver: ChannelDriver;
  /** The subjects of what arrived, in order. */
  arrived(): Promise<readonly string[]>;
};

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const message = (key: string, subject = key) => ({ key, to: "ops@example.org", subject, body: "line 1\nline 2" });

/** What every channel must do. */
export const channelContract = (name: string, world: () => Promise<ChannelWorld>): void => {
  describe(`channel contract: ${name}`, () => {
    test("messages arrive in order, and it says so", async () => {
      await using w = await world();

      for (const key of ["a", "b", "c"])
        expect(await w.driver.deliver(message(key), soon())).toMatchObject({ delivered: true });
      expect(await w.arrived()).toEqual(["a", "b", "c"]);
    });

    test("the same key twice arrives once, as it was the first time", async () => {
      await using w = await world();
      await w.driver.deliver(message("a", "first"), soon());

      expect(await w.driver.deliver(message("a", "second"), soon())).toMatchObject({ delivered: true });
      expect(await w.arrived()).toEqual(["first"]);
    });

    test("the same key at the same moment arrives once", async () => {
      await using w = await world();
      await Promise.all(Array.from({ length: 10 }, () => w.driver.deliver(message("a"), soon())));

      expect(await w.arrived()).toEqual(["a"]);
    });

    test("a call whose signal has aborted delivers nothing", async () => {
      await using w = await world();

      await expect(w.driver.deliver(message("a"), AbortSignal.abort())).rejects.toMatchObject({
        code: "DRIVER_FAILED",
      });
      expect(await w.arrived()).toEqual([]);
    });
  });
};
