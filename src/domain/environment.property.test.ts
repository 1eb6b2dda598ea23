import fc from "fast-check";
import { expect, test } from "vitest";
import { build, inService, minutes } from "../../test/support/release.ts";
import { type EnvironmentEvent, type EnvironmentState, emptyEnvironment, evolveEnvironment } from "./environment.ts";
import { askForHold } from "./environment-queue.ts";

const rollouts = ["a", "b", "c", "d", "e"] as const;
const rollout = fc.constantFrom(...rollouts);
const candidate = { version: build.version, digest: build.digest };

/** What may happen to an environment, in any order, as often as it likes, and by whomever. */
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("ask" as const), rollout }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("end" as const), rollout, good: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unstick" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("adopt", "down", "seen", "gone") }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const eventsOf = (state: EnvironmentState, one: Act, n: number): readonly EnvironmentEvent[] => {
  const at = minutes(n);
  const by = { by: "ada", reason: "so it is" };
  switch (one.kind) {
    case "ask":
      return askForHold(state, { release: "shop-1.1.0", rollout: one.rollout }, at);
    case "end":
      return [{ type: "EnvironmentFreed", at, rollout: one.rollout, runs: one.good ? candidate : null }];
    case "unstick":
      return state.heldBy === null
        ? []
        : [{ type: "EnvironmentUnstuck", at, rollout: state.heldBy.rollout, candidate, ...by }];
    case "adopt":
      return [{ type: "EnvironmentAdopted", at, build: inService, count: 2, ...by }];
    case "down":
      return [{ type: "EnvironmentTakenDown", at, ...by }];
    case "seen":
      return [{ type: "UnauthorisedChangeSeen", at, findings: ["a stranger runs"] }];
    case "gone":
      return [{ type: "UnauthorisedChangeGone", at }];
  }
  return [];
};

const all = ({ heldBy, waiting }: EnvironmentState): readonly string[] => [
  ...(heldBy === null ? [] : [heldBy.rollout]),
  ...waiting.map((one) => one.rollout),
];

/** Calls `check` with the state before and after every act of a random story. */
const always = (check: (before: EnvironmentState, after: EnvironmentState, one: Act) => void): void =>
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 60 }), (story) => {
      story.reduce((before, one, n) => {
        const after = eventsOf(before, one, n).reduce(evolveEnvironment, before);
        check(before, after, one);
        return after;
      }, emptyEnvironment);
    }),
    { numRuns: 500 },
  );

test("T35: nobody is lost or doubled, and only who asks comes in, at the end", () => {
  always((before, after, one) => {
    const [was, is] = [all(before), all(after)];
    expect(new Set(is).size).toBe(is.length);
    const gone = one.kind === "end" ? one.rollout : one.kind === "unstick" ? before.heldBy?.rollout : undefined;
    const kept = was.filter((name) => name !== gone);
    const came = one.kind === "ask" && !was.includes(one.rollout) ? [one.rollout] : [];
    expect(is).toEqual([...kept, ...came]);
  });
});

test("T35, T43: the hold goes only from nobody to the one who came first, and each time under a larger number", () => {
  always((before, after, one) => {
    if (after.heldBy === null || after.heldBy.rollout === before.heldBy?.rollout) return;
    expect(before.heldBy).toBeNull();
    expect(one).toMatchObject({ kind: "ask", rollout: after.heldBy.rollout });
    expect(all(before)[0] ?? after.heldBy.rollout).toBe(after.heldBy.rollout);
    expect(after.hold).toBeGreaterThan(before.hold);
  });
});

test("T44: whoever waits gets it, once everybody before it has ended and all go on asking", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (story) => {
      let state = story.reduce(
        (before, one, n) => eventsOf(before, one, n).reduce(evolveEnvironment, before),
        emptyEnvironment,
      );
      const order = all(state);
      const served: string[] = [];
      for (let turn = 0; turn < 20 && all(state).length > 0; turn++) {
        for (const name of all(state).toReversed())
          state = eventsOf(state, { kind: "ask", rollout: name as (typeof rollouts)[number] }, turn).reduce(
            evolveEnvironment,
            state,
          );
        const holder = state.heldBy!.rollout as (typeof rollouts)[number];
        served.push(holder);
        state = eventsOf(state, { kind: "end", rollout: holder, good: false }, turn).reduce(evolveEnvironment, state);
      }
      expect(served).toEqual(order);
    }),
    { numRuns: 300 },
  );
});
