import { describe, expect, test } from "vitest";
import type { Cohort } from "../../src/domain/rollout/step.ts";
import { type Digest, type Percent, percent } from "../../src/domain/units.ts";
import type { Route, TrafficDriver } from "../../src/drivers/port.ts";
import { type Cannot, casesFor } from "./cases.ts";

/** A world in which a traffic driver is at work in front of two builds that answer. */
export type TrafficWorld = AsyncDisposable & {
  readonly driver: TrafficDriver;
  /** Where clients ask. */
  readonly url: string;
  readonly baseline: Side;
  /** Has one endpoint. */
  readonly candidate: Side;
  /** Another instance of the candidate's build. */
  readonly second: string;
  /**
   * Send requests as a client, with these headers. Resolves with how many of them each build answered; rejects when one
   * was lost or answered with anything but 200.
   */
  send(count: number, headers?: Readonly<Record<string, string>>): Promise<ReadonlyMap<Digest, number>>;
  /** Begin a request that stays in flight until `finish`, where the routes send it; the router has it by then. */
  hold(): Promise<{ finish(): Promise<void> }>;
};

type Side = Pick<Route, "build" | "endpoints">;

/**
 * `cohort`: send requests by a header or a cookie. `maintenance`: answer 503 without any route. `drain`: tell when the
 * requests to one endpoint are over. `gapless`: lose no request to a change.
 */
type Ability = "cohort" | "maintenance" | "drain" | "gapless";

type World = () => Promise<TrafficWorld>;

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const refused = { code: "DRIVER_FAILED" };

const routes = ({ baseline, candidate }: TrafficWorld, weight: number, cohort?: Cohort): readonly Route[] => [
  { ...baseline, weight: percent(100 - weight) },
  { ...candidate, weight: percent(weight), ...(cohort === undefined ? {} : { cohort }) },
];

/** What every traffic driver must do. */
export const trafficContract = (name: string, world: World, cannot: Cannot<Ability> = {}): void => {
  describe(`traffic contract: ${name}`, () => {
    const able = casesFor(cannot);
    setting(world);
    able("gapless", "no request is lost while the routes change", async () => {
      await using w = await world();
      await w.driver.set(routes(w, 50), [1, 1], soon());
      const sent = w.send(2_000);
      for (const weight of [0, 100, 5, 50]) await w.driver.set(routes(w, weight), [1, 1], soon());

      expect(total(await sent)).toBe(2_000);
    });
    able(
      "maintenance",
      "without any route every request is told to come back; then there can be routes again",
      async () => {
        await using w = await world();
        await w.driver.set(routes(w, 30), [1, 1], soon());
        await w.driver.set([], [1, 1], soon());

        expect(await w.driver.read(soon())).toEqual([]);
        for (const path of ["/", "/anything", "/"]) await expectMaintenance(`${w.url}${path}`);
        await w.driver.drain([...w.baseline.endpoints, ...w.candidate.endpoints], soon());
        await w.driver.set(routes(w, 30), [1, 1], soon());
        expect(await w.driver.read(soon())).toEqual(routes(w, 30));
        expect(total(await w.send(20))).toBe(20);
      },
    );
    for (const [cohort, member, strangers] of cohorts)
      able(
        "cohort",
        `a cohort by ${cohort.by} reaches the candidate whatever its weight; all others follow the weights`,
        () => checkCohort(world, cohort, member, strangers),
      );
    draining(world, able);
  });
};

const setting = (world: World): void => {
  test("before the first set there are no routes", async () => {
    await using w = await world();

    expect(await w.driver.read(soon())).toEqual([]);
  });

  test("what was set is read back, and live traffic follows it", async () => {
    await using w = await world();
    for (const weight of [0, 25, 100, 0]) {
      await w.driver.set(routes(w, weight), [1, 1], soon());

      expect(await w.driver.read(soon())).toEqual(routes(w, weight));
      await expectShare(w, weight);
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

    await expect(w.driver.set(wrong, [1, 2], soon())).rejects.toMatchObject(refused);
    expect(await w.driver.read(soon())).toEqual(routes(w, 10));
  });

  test("a call whose signal has aborted does nothing", async () => {
    await using w = await world();
    await w.driver.set(routes(w, 10), [1, 1], soon());

    await expect(w.driver.set(routes(w, 90), [1, 1], AbortSignal.abort())).rejects.toMatchObject(refused);
    expect(await w.driver.read(soon())).toEqual(routes(w, 10));
  });
};

/** A cohort, what a member of it sends, and what others send who are none. */
const cohorts: readonly (readonly [Cohort, Headers, readonly Headers[]])[] = [
  [
    { by: "header", name: "X-Cohort", value: "staff" },
    { "x-cohort": "staff" },
    [{}, { "x-cohort": "staff2" }, { "x-cohort": "Staff" }, { cookie: "X-Cohort=staff" }],
  ],
  [
    { by: "cookie", name: "cohort", value: "staff" },
    { cookie: "theme=dark; cohort=staff; lang=en" },
    [{}, { cookie: "cohort=staff2" }, { cookie: "mycohort=staff" }, { cookie: "a=cohort=staff" }, { cohort: "staff" }],
  ],
];

type Headers = Readonly<Record<string, string>>;

const checkCohort = async (world: World, cohort: Cohort, member: Headers, strangers: readonly Headers[]) => {
  await using w = await world();
  for (const weight of [0, 30]) {
    await w.driver.set(routes(w, weight, cohort), [1, 1], soon());

    expect(await w.driver.read(soon())).toEqual(routes(w, weight, cohort));
    expect(await w.send(50, member)).toEqual(new Map([[w.candidate.build, 50]]));
    await expectShare(w, weight);
    await expect(w.driver.drain(w.candidate.endpoints, soon())).rejects.toMatchObject(refused);
  }
  await w.driver.set(routes(w, 0, cohort), [1, 1], soon());
  for (const headers of strangers) expect(await w.send(20, headers)).toEqual(new Map([[w.baseline.build, 20]]));

  const [first, last] = routes(w, 0, cohort);
  await w.driver.set([first!, { ...last!, endpoints: [] }], [1, 1], soon());
  expect(await w.send(20, member)).toEqual(new Map([[w.baseline.build, 20]])); // nobody there to answer it
  await w.driver.set(routes(w, 0), [1, 1], soon());
  expect(await w.driver.read(soon())).toEqual(routes(w, 0));
  expect(await w.send(20, member)).toEqual(new Map([[w.baseline.build, 20]]));
};

const draining = (world: World, able: ReturnType<typeof casesFor<Ability>>): void => {
  able(
    "drain",
    "T5: endpoints drain only without traffic, and are drained when their last request is answered",
    async () => {
      await using w = await world();
      await w.driver.set(routes(w, 100), [1, 1], soon());
      const held = await w.hold();
      await expect(w.driver.drain(w.candidate.endpoints, soon())).rejects.toMatchObject(refused);

      await w.driver.set(routes(w, 0), [1, 1], soon());
      await expect(w.driver.drain(w.candidate.endpoints, AbortSignal.timeout(300))).rejects.toMatchObject(refused);
      const drained = w.driver.drain(w.candidate.endpoints, soon());
      await held.finish();
      await drained;
    },
  );

  able("drain", "T5: an endpoint that was taken out of a route drains by its own requests alone", async () => {
    await using w = await world();
    const [before, after] = [w.candidate.endpoints, [w.second]].map((endpoints) => [
      { ...w.candidate, endpoints, weight: percent(100) },
    ]);
    await w.driver.set(before!, [1, 1], soon());
    const held = await w.hold();
    await w.driver.set(after!, [1, 1], soon());
    const other = await w.hold();

    await expect(w.driver.drain(w.candidate.endpoints, AbortSignal.timeout(300))).rejects.toMatchObject(refused);
    await held.finish();
    await w.driver.drain(w.candidate.endpoints, soon());
    await expect(w.driver.drain([w.second], soon())).rejects.toMatchObject(refused); // it has all the traffic
    await other.finish();
  });

  able("drain", "endpoints that nothing was routed to are drained already", async () => {
    await using w = await world();
    await w.driver.set(routes(w, 0), [1, 1], soon());

    await w.driver.drain([], soon());
    await w.driver.drain([w.second], soon());
    await w.driver.drain(w.candidate.endpoints, soon());
  });
};

const total = (seen: ReadonlyMap<Digest, number>): number => [...seen.values()].reduce((a, b) => a + b, 0);

const expectShare = async (w: TrafficWorld, weight: number): Promise<void> => {
  const seen = await w.send(400);
  const off = Math.abs((seen.get(w.candidate.build) ?? 0) - 4 * weight);
  expect(off).toBeLessThanOrEqual(weight % 100 === 0 ? 0 : 8);
  expect(total(seen)).toBe(400);
};

const expectMaintenance = async (url: string): Promise<void> => {
  const answer = await fetch(url, { signal: soon() });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(await answer.text()).toMatch(/\w/);
};
