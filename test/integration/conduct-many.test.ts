import { expect, test } from "vitest";
import { createEngine } from "../../src/conductor/create-engine.ts";
import type { Deps } from "../../src/conductor/deps.ts";
import type { News } from "../../src/conductor/engine.ts";
import { releaseStream } from "../../src/conductor/load.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { AppError } from "../../src/errors.ts";
import type { Journal } from "../../src/journal/port.ts";
import { randomFrom } from "../support/random.ts";
import { build, digestOf, inService } from "../support/release.ts";
import { type Conductor, simulatedDeps, simulatedPace, startConductor } from "../support/simulated-conductor.ts";
import { simulatedMachine } from "../support/simulated-machine.ts";
import { fullSize, played, process } from "../support/simulated-service.ts";
import { type SimulatedStore, simulatedStore } from "../support/simulated-store.ts";
import { simulatedTime, type Time } from "../support/simulated-time.ts";
import { newWorld } from "../support/simulated-world.ts";

const second = 1_000;
const ada = { kind: "human", id: "ada" } as const;

/** A journal with so many open releases, in simulated time, and machines to conduct them. */
const opened = async (
  count: number,
  change: (journal: Journal) => Journal = (journal) => journal,
  of: Process = process,
  more: Partial<Deps> = {},
) => {
  const time = simulatedTime();
  const whole = simulatedStore();
  const store: SimulatedStore = { ...whole, journal: change(whole.journal) };
  const world = newWorld(time, randomFrom(7), inService, fullSize);
  const desk = simulatedMachine(time, () => 0);
  const engine = createEngine(simulatedDeps(desk, whole, world, "desk"), async () => ({}));
  const open = async (n: number): Promise<string> => {
    const version = `1.1.${n}`;
    const given = { path: `shop ${version}`, version, commit: build.commit, authors: [], productionAt: null };
    return (await engine.open({ ...given, config: played[0]!.config, process: of, by: ada })).id;
  };
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await open(n));
  const news: News[] = [];
  const held = new Map<string, Set<string>>();
  const hire = (name: string): Conductor => {
    const own = new Set<string>();
    held.set(name, own);
    const machine = simulatedMachine(time, () => 0);
    return startConductor(
      machine,
      { ...simulatedDeps(machine, store, world, name), ...more },
      {
        onNews(one) {
          news.push(one);
          if (one.kind === "taken") own.add(one.release);
          if (one.kind === "given back" || one.kind === "lost") own.delete(one.release);
        },
      },
    );
  };
  return { time, store, engine, ids, open, hire, news, held, sizes: () => [...held.values()].map(({ size }) => size) };
};

const within = (time: Time, seconds: number, holds: () => boolean) => time.until(holds, seconds * second);
const troubleOf = (news: readonly News[]) => news.filter((one) => one.kind === "trouble");

test("one takes everything, and what is opened later too", async () => {
  const { time, open, hire, held, ids } = await opened(20);
  hire("one");
  expect(await within(time, 5, () => held.get("one")?.size === 20)).toBe(true);
  expect([...held.get("one")!].sort()).toEqual([...ids].sort());

  const later = await open(20);

  expect(await within(time, 5, () => held.get("one")!.has(later))).toBe(true);
});

test("several come to equal shares, whoever comes and goes, and no release has two", async () => {
  const { time, hire, held, sizes } = await opened(31);
  const first = hire("one");
  await within(time, 5, () => held.get("one")?.size === 31);
  hire("two");
  expect(await within(time, 120, () => Math.max(...sizes()) <= 16 && sizes().every((size) => size >= 15))).toBe(true);
  const third = hire("three");
  expect(await within(time, 120, () => sizes().every((size) => size >= 9 && size <= 11))).toBe(true);

  first.stop();
  expect(await within(time, 20, () => held.get("one")?.size === 0 && sizes().reduce((a, b) => a + b) === 31)).toBe(
    true,
  );
  held.get("three")?.clear();
  third.machine.kill();

  expect(await within(time, 25, () => held.get("two")?.size === 31)).toBe(true);
});

test("T41: a release whose history is damaged is told of once, and harms no other", async () => {
  const damaged = releaseStream("shop-1.1.1");
  const { time, hire, held, news, engine, ids } = await opened(3, (journal) => ({
    ...journal,
    read: async (stream, after) => {
      if (stream === damaged)
        throw new AppError("JOURNAL_DAMAGED", { where: stream, stream, version: 1, problem: "it is gone" });
      return journal.read(stream, after);
    },
  }));
  hire("one");
  await within(time, 60, () => false);

  expect([...held.get("one")!].sort()).toEqual([ids[0], ids[2]]);
  expect(troubleOf(news)).toMatchObject([{ release: "shop-1.1.1", problem: expect.stringContaining("it is gone") }]);
  await engine.command("shop-1.1.0", ada, { type: "Cancel", reason: "not this year" });
  expect(await within(time, 10, () => !held.get("one")!.has("shop-1.1.0"))).toBe(true);
});

test("a journal that cannot be used for a while is told of once; leases that could not be renewed are given up", async () => {
  let isBroken = false;
  const { time, hire, held, news } = await opened(4, (journal) => ({
    ...journal,
    list: async (prefix) => {
      if (isBroken) throw new AppError("JOURNAL_BUSY", { where: "the journal", problem: "it is locked" });
      return journal.list(prefix);
    },
  }));
  const one = hire("one");
  await within(time, 5, () => held.get("one")?.size === 4);
  isBroken = true;
  await within(time, 20, () => false);
  isBroken = false;
  await within(time, 20, () => false);

  expect(troubleOf(news)).toHaveLength(1);
  expect(one.isOver()).toBe(false);
  expect(held.get("one")?.size).toBe(4);
});

test("T38: what a stopped conductor held is taken over, and it gives up the rest of it when it wakes", async () => {
  const { time, hire, held } = await opened(6);
  const one = hire("one");
  await within(time, 5, () => held.get("one")?.size === 6);
  one.machine.suspend();
  hire("two");
  expect(await within(time, 30, () => held.get("two")?.size === 6)).toBe(true);

  one.machine.wake(true);

  expect(await within(time, 5, () => held.get("one")?.size === 0)).toBe(true);
  // From then on they share.
  expect(await within(time, 60, () => held.get("one")?.size === 3 && held.get("two")?.size === 3)).toBe(true);
});

test("a release that is over is let go, forgotten, and taken again when somebody asks for something", async () => {
  const { time, engine, hire, held, ids } = await opened(2);
  const one = hire("one");
  await within(time, 5, () => held.get("one")?.size === 2);
  await engine.command(ids[0]!, ada, { type: "Cancel", reason: "not this year" });

  expect(await within(time, 10, () => held.get("one")?.size === 1)).toBe(true);
  expect(one.loader.known(ids[0]!)).toBeNull();
});

test("at the signal every lease is given back at once", async () => {
  const { time, store, hire, held, ids } = await opened(5);
  const one = hire("one");
  await within(time, 5, () => held.get("one")?.size === 5);
  one.stop();

  expect(await within(time, 1, one.isOver)).toBe(true);
  const now = simulatedMachine(time, () => 0).now();
  for (const id of ids)
    expect(await store.leases.take(releaseStream(id), "two", simulatedPace.leaseTerm, now)).not.toBeNull();
});

test("what is tried in vain and stands in no history is told once", async () => {
  const page: Process = { ...process, requirements: [archivePage] };
  const sealRecord = async () => {
    throw new AppError("BLOB_MISSING", { digest: digestOf("a report that is gone") });
  };
  const { time, hire, news } = await opened(1, undefined, page, { sealRecord });
  hire("one");
  await within(time, 60, () => false);

  expect(troubleOf(news)).toMatchObject([
    { release: "shop-1.1.0", problem: expect.stringMatching(/^write archive: .*sha256:/) },
  ]);
});

const archivePage = {
  ...{ id: "archive", stage: "only", kind: "document", title: "Archive", owner: "lead", why: "", rows: [] },
  ...{ waivable: false, after: [], shows: [], template: "archive" },
} as unknown as Process["requirements"][number];
