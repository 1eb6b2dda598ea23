import { expect, test } from "vitest";
import type { Instant } from "../../src/domain/units.ts";
import type { Lease, Leases } from "../../src/journal/port.ts";
import type { OpenStore } from "./journal.ts";

/** ms; long, because a store that asks a clock of its own lets a little of it pass by itself. */
const term = 60_000;

export const leaseCases = (open: OpenStore): void => {
  type Opened = Awaited<ReturnType<OpenStore>>;
  const taking =
    ({ leases, now }: { readonly leases: Leases; readonly now: () => Instant }, name = "release/a") =>
    (holder: string): Promise<Lease | null> =>
      leases.take(name, holder, term, now());
  const renewing = async ({ leases, now }: Opened, holder: string) =>
    (await leases.renew(holder, term, now())).toSorted((a, b) => (a.name < b.name ? -1 : 1));

  test("one holds it until its term is over", async () => {
    await using store = await open();
    const take = taking(store);

    expect(await take("one")).toEqual({ name: "release/a", holder: "one", fence: 1 });
    await store.pass(term - 10_000);
    expect(await take("two")).toBeNull();
    await store.pass(10_000);
    expect(await take("two")).toEqual({ name: "release/a", holder: "two", fence: 2 });
    await store.pass(term - 10_000);
    expect(await take("one")).toBeNull();
  });

  test("taking again keeps the fence and moves the term", async () => {
    await using store = await open();
    const take = taking(store);
    await take("one");
    await store.pass(term - 10_000);

    expect(await take("one")).toMatchObject({ fence: 1 });
    await store.pass(term - 10_000);
    expect(await take("two")).toBeNull();
    await store.pass(5 * term);
    expect(await take("one")).toMatchObject({ fence: 1 }); // late, but nobody else held it since
    await store.pass(term);
    expect(await take("two")).toMatchObject({ fence: 2 });
  });

  test("the fence grows with every change of holder, after a release too", async () => {
    await using store = await open();
    const fences = [];
    for (const holder of ["one", "two", "one", "one"]) {
      fences.push((await taking(store)(holder))?.fence);
      await store.leases.release("release/a", holder);
    }

    expect(fences).toEqual([1, 2, 3, 4]);
  });

  test("only its holder releases it", async () => {
    await using store = await open();
    await taking(store)("one");
    await store.leases.release("release/a", "two");
    await store.leases.release("never taken", "two");

    expect(await taking(store)("two")).toBeNull();
  });

  test("leases of different names do not meet", async () => {
    await using store = await open();
    await taking(store, "a")("one");

    expect(await taking(store, "b")("two")).toMatchObject({ fence: 1 });
  });

  test("renewing moves the terms of all that a holder has, and keeps their fences", async () => {
    await using store = await open();
    for (const name of ["a", "b"]) await taking(store, name)("one");
    await taking(store, "c")("two");
    await store.pass(term - 10_000);

    expect(await renewing(store, "one")).toEqual([
      { name: "a", holder: "one", fence: 1 },
      { name: "b", holder: "one", fence: 1 },
    ]);
    await store.pass(20_000);
    expect(await taking(store, "a")("two")).toBeNull();
    expect(await taking(store, "c")("one")).toMatchObject({ fence: 2 });
  });

  test("renewing gives no more than is held: nothing to a stranger, nothing that was lost or released", async () => {
    await using store = await open();
    for (const name of ["kept", "lost", "released"]) await taking(store, name)("one");
    await store.leases.release("released", "one");
    await store.pass(term);
    await taking(store, "lost")("two");

    expect(await renewing(store, "nobody")).toEqual([]);
    expect(await renewing(store, "one")).toEqual([{ name: "kept", holder: "one", fence: 1 }]);
    expect(await renewing(store, "two")).toEqual([{ name: "lost", holder: "two", fence: 2 }]);
    expect(await taking(store, "lost")("one")).toBeNull();
    expect(await taking(store, "released")("three")).toMatchObject({ fence: 2 });
  });

  test("lists those that somebody holds: none that ran out or was released", async () => {
    await using store = await open();
    for (const name of ["kept", "released"]) await taking(store, name)("one");
    await store.leases.release("released", "one");
    const held = async () => (await store.leases.list(store.now())).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(await held()).toEqual([{ name: "kept", holder: "one", fence: 1 }]);
    await store.pass(term);
    await taking(store, "taken")("two");

    expect(await held()).toEqual([{ name: "taken", holder: "two", fence: 1 }]);
    await taking(store, "kept")("three");
    expect(await held()).toEqual([
      { name: "kept", holder: "three", fence: 2 },
      { name: "taken", holder: "two", fence: 1 },
    ]);
  });

  test("T38: of several that race for a free or an expired lease one gets it, each round with a higher fence", async () => {
    await using store = await open();
    await using other = await store.another();
    for (let round = 1; round <= 10; round++) {
      const racers = [store.leases, other.leases, store.leases, other.leases].map((leases, i) =>
        taking({ leases, now: store.now })(`round ${round}, racer ${i}`),
      );
      const won = (await Promise.all(racers)).filter((lease) => lease !== null);

      expect(won).toMatchObject([{ fence: round }]);
      await store.pass(term);
    }
  });

  test("another connection sees at once what was taken and what was released", async () => {
    await using store = await open();
    await using other = await store.another();
    const there = { leases: other.leases, now: store.now };
    await taking(store)("one");

    expect(await taking(there)("two")).toBeNull();
    await store.leases.release("release/a", "one");
    expect(await taking(there)("two")).toMatchObject({ fence: 2 });
    expect(await renewing(store, "one")).toEqual([]);
  });
};
