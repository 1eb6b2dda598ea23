import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { toEvent } from "../../src/conductor/entries.ts";
import { foldEntries, loader } from "../../src/conductor/load.ts";
import { planOf } from "../../src/conductor/open.ts";
import { openCalendar } from "../../src/domain/calendar/hindrance.ts";
import { type EnvironmentEvent, emptyEnvironment, evolveEnvironment } from "../../src/domain/environment.ts";
import { status } from "../../src/domain/process/status.ts";
import { describe as describeEvent } from "../../src/domain/release/describe.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { reconcile } from "../../src/domain/release/reconcile.ts";
import type { Release } from "../../src/domain/release/release.ts";
import type { Step } from "../../src/domain/rollout/step.ts";
import { instant } from "../../src/domain/units.ts";
import { canonical } from "../../src/journal/canonical.ts";
import { seal, sha256 } from "../../src/journal/chain.ts";
import type { Entry } from "../../src/journal/port.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { happening } from "../support/entries.ts";
import { folder as newFolder } from "../support/folder.ts";
import { oldJournal, oldRows } from "../support/old-journal.ts";

/** The journal of 0.1, opened by today's version. */
const upgraded = async () => {
  const folder = await newFolder();
  await oldJournal(folder.path);
  const store = openSqliteJournal(folder.path);
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
};

const releases = ["shop-1.1.0", "shop-1.2.0"] as const;

/** Deadlines are settled when a release is opened; how they are reckoned may change. */
const withoutDeadline = (steps: readonly Step[] = []) => steps.map(({ deadline: _, ...step }) => step);

describe("T48: a journal of 0.1", () => {
  test("is read as it was written, and every hash still fits", async () => {
    await using store = await upgraded();

    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: oldRows.length });
    for (const { stream } of await store.journal.list("")) {
      const own = oldRows.filter((row) => row.stream === stream);
      const read = await store.journal.read(stream);
      expect(read.map(({ hash, data }) => [hash, canonical(data)])).toEqual(own.map(({ hash, data }) => [hash, data]));
    }
  });

  test.each(releases)(
    "gives a state at every moment of %s, and says what is owed and what is to be done",
    async (id) => {
      await using store = await upgraded();
      const { process } = await loader(store).load(id);
      const phases = new Set<string>();
      let release: Release | undefined;
      for (const entry of await store.journal.read(`release/${id}`)) {
        const folded: Release = foldEntries(release, [entry])!;
        release = folded;
        for (const later of [0, 60_000, 30 * 86_400_000]) {
          const now = instant(entry.at + later);
          expect(status(process, folded, now).stages.length).toBeGreaterThan(0);
          expect(Array.isArray(reconcile(process, folded, now, openCalendar))).toBe(true);
        }
        for (const { phase } of folded.rollouts) phases.add(phase);
        expect(describeEvent(toEvent<ReleaseEvent>(entry))).not.toMatch(/undefined|NaN/);
      }

      expect([...phases]).toEqual(
        expect.arrayContaining(["waiting", "progressing", "rolling-back", "promoted", "rolled-back"]),
      );
    },
  );

  test.each(releases)(
    "plans for %s what today's version plans for the same configuration: its rollouts may go on",
    async (id) => {
      await using store = await upgraded();
      const { release, process, config } = await loader(store).load(id);
      const today = planOf((value) => sha256(canonical(value)), process, config, release.plan.productionAt);

      for (const [name, { count, steps }] of Object.entries(today.environments)) {
        expect(release.plan.environments[name]?.count).toBe(count);
        expect(withoutDeadline(release.plan.environments[name]?.steps)).toEqual(withoutDeadline(steps));
      }
      expect(release.plan.hooks).toEqual(today.hooks);
      expect(release.plan.runbook.digest).toBe(today.runbook.digest);
      for (const rollout of release.rollouts) {
        expect(rollout.steps).toEqual(release.plan.environments[rollout.environment]?.steps);
        expect(rollout.size).toBe(today.environments[rollout.environment]?.count);
      }
    },
  );

  test("a way back that 0.1 began is one switch to the baseline at full size, with the candidate still there", async () => {
    await using store = await upgraded();
    const entries = await store.journal.read("release/shop-1.2.0");
    for (const [i, { type, data }] of entries.entries()) {
      if (type !== "RollbackStarted") continue;
      const { rollout: rolledBack } = data as { rollout: string };
      const rollout = foldEntries(undefined, entries.slice(0, i + 1))?.rollouts.find(({ id }) => id === rolledBack);
      expect(rollout?.rollback?.legs).toEqual([
        { weight: 0, baseline: rollout?.size, meanwhile: rollout?.candidateCount, closed: false },
      ]);
    }
  });

  test("is fed from now on, also by a program of 0.1 that has it open since before; entries of before are in streams alone", async () => {
    await using folder = await newFolder();
    await oldJournal(folder.path);
    using old = new DatabaseSync(join(folder.path, "journal.db"));
    const append = appendOf01(old);
    append(seal("before", null, happening(1)));
    await using store = openSqliteJournal(folder.path);
    expect(await store.feed.after(await store.feed.end(), 10)).toEqual([]);
    expect(await store.feed.after("0", 10)).toEqual([]);

    append(seal("during", null, happening(1)));
    await store.journal.append("during", 1, [happening(2)]);
    expect((await store.feed.after("0", 10)).map(({ entry }) => entry)).toEqual(await store.journal.read("during"));
    expect(await store.vault.put({ kind: "account", key: "ada", value: 1, until: null }, 0, instant(0))).toBe(true);
    expect(await store.journal.read("before")).toHaveLength(1);
    expect(await verifyJournal(store.journal, "")).toMatchObject({ ok: true, entries: oldRows.length + 3 });
  });

  test("gives a state at every moment of its environments", async () => {
    await using store = await upgraded();
    for (const { stream } of await store.journal.list("environment/")) {
      let state = emptyEnvironment;
      for (const entry of await store.journal.read(stream)) {
        state = evolveEnvironment(state, toEvent<EnvironmentEvent>(entry));
        expect(state.version).toBe(entry.version);
        expect(state.heldBy !== null).toBe(entry.type === "EnvironmentHeld");
        expect(state.runs).not.toBeNull();
        expect(state).toMatchObject({ waiting: [], heldBack: [], unstuck: [], unauthorised: null });
      }
    }
  });
});

/** Appends as 0.1 did, by statements that were prepared before today's version came. */
const appendOf01 = (db: DatabaseSync): ((entry: Entry) => void) => {
  const insert = db.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const moveHead = db.prepare("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)");
  return ({ stream, version, at, actor, type, data, previous, hash }) => {
    db.exec("BEGIN IMMEDIATE");
    insert.run(stream, version, at, actor.kind, actor.id, type, canonical(data), previous, hash);
    moveHead.run(stream, version, hash, at);
    db.exec("COMMIT");
  };
};
