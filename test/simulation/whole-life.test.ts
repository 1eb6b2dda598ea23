import { expect, test } from "vitest";
import { millis } from "../../src/domain/units.ts";
import { day, type Life } from "../support/life.ts";
import { usually } from "../support/life-people.ts";
import { harm } from "../support/obey.ts";
import { begin, live } from "../support/whole-life.ts";

const types = ({ events }: Life) => events.map(({ type }) => type);
const attempts = ({ release }: Life) => release.rollouts.map(({ id, phase }) => `${id} ${phase}`);

test("a release on which everybody does what they owe is closed and sealed", () => {
  const life = live(begin({ seed: 1 }));
  expect(life.release.phase).toBe("closed");
  expect(life.refused).toEqual([]);
  expect(attempts(life)).toEqual([
    "shop-1.1.0/staging-drill-1 rolled-back",
    "shop-1.1.0/staging-deploy-1 closed",
    "shop-1.1.0/production-deploy-1 closed",
  ]);
});

test("the same seed plays the same, to the last event", () => {
  expect(live(begin({ seed: 7 }), 5).events).toEqual(live(begin({ seed: 7 }), 5).events);
});

test("a canary that does harm goes back, is tried again by a person, and comes through", () => {
  const sees = (_: Life, { environment, attempt, step }: Life["release"]["rollouts"][number]) =>
    environment === "production" && attempt === 1 && step === 1 ? harm : { ...harm, outcome: "pass" as const };
  const life = live(begin({ seed: 2, nature: { sees } }));
  expect(attempts(life).slice(-2)).toEqual([
    "shop-1.1.0/production-deploy-1 rolled-back",
    "shop-1.1.0/production-deploy-2 closed",
  ]);
  expect(life.release.phase).toBe("closed");
});

test("a red check is asked for again by whoever owes it", () => {
  const life = live(
    begin({
      seed: 3,
      nature: {
        finds: (_, { id }, __, times) =>
          id === "staging.smoke" && times === 0 ? { figures: { checked: 8, failed: 2 } } : {},
      },
    }),
    30,
    ({ release }) => release.approvals.A9 !== undefined,
  );
  expect(types(life)).toContain("CheckRequested");
  expect(life.release.approvals.A9).toBeDefined();
});

test("what nobody does falls due, is told on, and holds the release for as long as nobody does it", () => {
  const takes: NonNullable<Parameters<typeof begin>[0]>["nature"] = {
    takes: (life, owed) => (owed.id === "A1" ? null : usually(life, owed)),
  };
  const life = live(begin({ seed: 4, nature: takes }), 10);
  expect(life.release.approvals.A1).toBeUndefined();
  expect(life.release.rollouts).toEqual([]);
  expect(types(life)).toContain("OverdueTold");
  expect(life.now - life.release.openedAt).toBeGreaterThanOrEqual(millis(10 * day));
});
