import { expect, test } from "vitest";
import { status } from "../../src/domain/process/status.ts";
import { millis } from "../../src/domain/units.ts";
import { day, hour, type Life, type Nature } from "../support/life.ts";
import { usually } from "../support/life-people.ts";
import { harm } from "../support/obey.ts";
import { minutes } from "../support/release.ts";
import { begin, live } from "../support/whole-life.ts";

const emergency = { reason: "payments fail since 09:40", by: "ada" };
const opened = (nature: Nature = {}, seed = 1) =>
  begin({ seed, nature, opened: { plan: { emergency, productionAt: null } } });

/** What stood in the history when production was first asked for; null when it never was. */
const beforeProduction = ({ events }: Life) => {
  const start = events.findIndex((one) => one.type === "RolloutRequested" && one.environment === "production");
  return start === -1 ? null : events.slice(0, start);
};

/** Staging reached by the same digest, and a person beside the opener, before production; R202, R67. */
const mayGoOn = (life: Life): boolean => {
  const before = beforeProduction(life);
  if (before === null) return true;
  const { digest } = life.release.build;
  const attempts = before.flatMap((one) =>
    one.type === "RolloutRequested" &&
    one.environment === "staging" &&
    one.purpose === "deploy" &&
    one.candidate.digest === digest
      ? [one.rollout]
      : [],
  );
  const staged = before.some((one) => one.type === "RolloutPromoted" && attempts.includes(one.rollout));
  return staged && before.some((one) => one.type === "ApprovalGiven" && one.by !== emergency.by);
};

test("R202: an emergency is closed within days, with drill, staging, a second person, a log and a review by another", () => {
  const life = live(opened());
  const { release, events, now } = life;
  expect(release.phase).toBe("closed");
  expect(now - release.openedAt).toBeLessThan(5 * day);
  expect(Object.keys(release.approvals).toSorted()).toEqual(["A12", "A14", "A17", "A29"]);
  expect(release.rollouts.map(({ purpose, environment }) => `${environment} ${purpose}`)).toEqual([
    "staging drill",
    "staging deploy",
    "production deploy",
  ]);
  expect(release.documents["production.execution-log"]).toBeDefined();
  expect(events).toContainEqual(expect.objectContaining({ type: "RecordFiled", requirement: "review.emergency" }));
  expect(mayGoOn(life)).toBe(true);
});

test("R202: without a review by day two it is red and overdue, and the release does not close", () => {
  const nature: Nature = {
    takes: (life, owed) => (owed.id === "review.emergency" ? null : usually(life, owed)),
  };
  const life = live(opened(nature), 8);
  const review = status(life.process, life.release, life.now).requirements.find(({ kind }) => kind === "review");
  expect(review).toMatchObject({ state: "fail", overdue: true, due: minutes(0) + 2 * day });
  expect(review?.title).toContain("requirements were not asked for");
  expect(life.release.phase).toBe("open");
});

test("R202: however people and canaries behave, no emergency reaches production without staging and a second person", () => {
  let reached = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const nature: Nature = {
      // Whoever stands by for production does so within minutes, or never.
      takes: ({ random }, { id }) => {
        if (random.chance(0.02)) return null;
        const quarters = id.includes("production") ? 1 : 1 + random.below(20);
        return millis((quarters * hour) / 4);
      },
      sees: ({ random }) => (random.chance(0.004) ? harm : { ...harm, outcome: "pass" }),
      finds: ({ random }) => (random.chance(0.005) ? { figures: {} } : {}),
    };
    const life = live(opened(nature, seed), 6);
    expect(mayGoOn(life), `seed ${seed}`).toBe(true);
    if (beforeProduction(life) !== null) reached += 1;
  }
  // A rule that is never put to the test says nothing.
  expect(reached).toBeGreaterThan(3);
});
