import { expect, test } from "vitest";
import { folder } from "../../test/support/folder.ts";
import { build, digestOf, inService, minutes, openRelease } from "../../test/support/release.ts";
import { climb, promoted, rolledBack, rolloutId } from "../../test/support/rollout.ts";
import type { RolloutEffect } from "../domain/rollout/effects.ts";
import { millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Journal } from "../journal/port.ts";
import { openSqliteJournal } from "../journal/sqlite.ts";
import { toEntry } from "./entries.ts";
import { readEnvironment, readRollout, writeEnvironment } from "./environment-store.ts";
import { free } from "./free.ts";
import { hold } from "./hold.ts";
import { releaseStream } from "./load.ts";
import { lostHold } from "./lost-hold.ts";
import { system } from "./operator.ts";
import type { RolloutContext } from "./rollout-context.ts";

const at = minutes(0);
const config = { service: "shop" };
const adopted = { type: "EnvironmentAdopted", at, build: inService, count: 4, reason: "it runs", by: "ada" } as const;

/** A journal in a folder of its own, in which `shop` was adopted in production, and one release with a rollout. */
const begun = async (events = [...climb().slice(0, 1)]) => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const { journal } = stack.adopt(openSqliteJournal(dir.path), (store) => store.close());
  await writeEnvironment({ journal }, "shop", "production", 0, system, adopted);
  await journal.append(releaseStream("shop-1.1.0"), 0, [openRelease(), ...events].map(toEntry(system)));
  const all = stack.move();
  const deps = { journal, now: () => minutes(1) };
  // Only these are asked of it; a whole world would hide that.
  const context = { deps, config, release: "shop-1.1.0" } as unknown as RolloutContext;
  const state = () => readEnvironment({ journal }, "shop", "production");
  return { journal, context, state, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

/** A second release with a rollout that waits; its id. */
const another = async (journal: Journal): Promise<string> => {
  const candidate = { version: "1.2.0", digest: digestOf("shop 1.2.0") };
  const requested = { ...climb({ candidate })[0]!, rollout: "shop-1.2.0/production-deploy-1" };
  const opened = openRelease({ release: "shop-1.2.0" });
  await journal.append(releaseStream("shop-1.2.0"), 0, [opened, requested].map(toEntry(system)));
  return requested.rollout;
};

const effect = (kind: "hold" | "free" | "smoke", rollout = rolloutId()): RolloutEffect => {
  const common = { rollout, environment: "production", within: millis(10_000) };
  if (kind === "smoke") return { ...common, kind, target: "candidate", build: build.digest };
  return kind === "hold" ? { ...common, kind } : { ...common, kind, runs: null };
};
const asFree = (one: RolloutEffect) => one as Extract<RolloutEffect, { kind: "free" }>;
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => "none",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

test("R74: the hold is given once, however often it is asked for", async () => {
  await using world = await begun();
  const first = await hold(world.context, effect("hold"));
  expect(await hold(world.context, effect("hold"))).toEqual(first);
  expect(first).toMatchObject({ type: "ConfirmHold", baseline: inService });
  expect((await world.state()).version).toBe(3);
});

test("T10, T44: a holder that is over and was never freed makes room for whoever comes next", async () => {
  await using world = await begun();
  await hold(world.context, effect("hold"));
  const other = { ...world.context, release: "shop-1.2.0" };
  const next = await another(world.journal);
  const asked = effect("hold", next);
  expect(await codeOf(hold(other, asked))).toBe("ENVIRONMENT_BUSY");
  expect((await world.state()).waiting).toHaveLength(1);

  // It was rolled back, and its conductor died before it could say so in the environment.
  await world.journal.append(releaseStream("shop-1.1.0"), 2, rolledBack().slice(1, -1).map(toEntry(system)));
  expect(await hold(other, asked)).toMatchObject({ type: "ConfirmHold", baseline: inService });
  expect(await world.state()).toMatchObject({
    heldBy: { rollout: next },
    waiting: [],
    heldBack: [{ rollout: rolloutId(), build: { version: "1.1.0" } }],
  });
});

test("T8: who comes after one that went through has that one's build as its way back", async () => {
  await using world = await begun();
  await hold(world.context, effect("hold"));
  const retired = { type: "BaselineRetired", rollout: rolloutId(), at } as const;
  const over = [...promoted().slice(1), retired].map(toEntry(system));
  await world.journal.append(releaseStream("shop-1.1.0"), 2, over);
  const next = await another(world.journal);
  expect(await hold({ ...world.context, release: "shop-1.2.0" }, effect("hold", next))).toMatchObject({
    baseline: { version: "1.1.0" },
  });
  expect(await world.state()).toMatchObject({ runs: { version: "1.1.0" }, lastGood: inService });
});

test("T38: who was ended on the way to the environment does not take it", async () => {
  const ended = [
    climb()[0]!,
    { type: "RollbackStarted", rollout: rolloutId(), at, by: "ada", reason: "no", severity: "high", legs: [] },
    { type: "RolloutRolledBack", rollout: rolloutId(), at },
  ] as const;
  await using world = await begun([...ended]);
  // A report that comes too late to say anything new.
  expect(await hold(world.context, effect("hold"))).toMatchObject({ type: "LoseHold", by: "headgate" });
  expect(await world.state()).toMatchObject({ heldBy: null, waiting: [] });
});

test("T11: a conductor asks before each act whether its rollout still holds the environment", async () => {
  await using world = await begun();
  await hold(world.context, effect("hold"));
  expect(await lostHold(world.context, effect("smoke"))).toBeNull();
  const { version } = await world.state();
  const taken = { by: "ada", reason: "it hangs" };
  const event = { type: "EnvironmentUnstuck", at, rollout: rolloutId(), candidate: null, ...taken } as const;
  await writeEnvironment({ journal: world.journal }, "shop", "production", version, system, event);

  expect(await lostHold(world.context, effect("smoke"))).toEqual({ type: "LoseHold", ...taken });
  expect(await hold(world.context, effect("hold"))).toEqual({ type: "LoseHold", ...taken });
  expect((await world.state()).heldBy).toBeNull();
});

test("what a rollout leaves is read from its own history, and freeing it twice is freeing it once", async () => {
  await using world = await begun();
  await hold(world.context, effect("hold"));
  await world.journal.append(releaseStream("shop-1.1.0"), 2, rolledBack().slice(1, -1).map(toEntry(system)));
  expect((await readRollout({ journal: world.journal }, "shop-1.1.0", rolloutId()))?.phase).toBe("rolled-back");
  await free(world.context, asFree(effect("free")));
  await free(world.context, asFree(effect("free")));
  expect(await world.state()).toMatchObject({ version: 4, heldBy: null, heldBack: [{ by: "headgate" }] });
});
