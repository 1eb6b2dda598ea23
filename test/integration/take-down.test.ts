import { expect, test } from "vitest";
import type { EnvironmentDrivers } from "../../src/conductor/deps.ts";
import { writeEnvironment } from "../../src/conductor/environment-store.ts";
import { takeDown } from "../../src/conductor/take-down.ts";
import { instant } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { configOf } from "../support/complaints.ts";
import { folder } from "../support/folder.ts";
import { buildOf, soon } from "../support/split.ts";

const config = configOf("");
const ada = { kind: "human", id: "ada" } as const;
const runs = { digest: buildOf("a"), version: "1.0.0" };

/** Drivers that only say what was asked of them; one instance of the build in service is there. */
const watched = (router: "ours" | "theirs", drain: () => Promise<void> = async () => {}) => {
  const asked: unknown[] = [];
  const drivers: EnvironmentDrivers = {
    instances: {
      name: "watched",
      bring: async () => [],
      observe: async () => [{ id: "1", build: runs.digest, endpoint: "127.0.0.1:1", ready: true, answer: "200" }],
      remove: async (build, keep) => void asked.push(["remove", build, keep]),
      room: async () => null,
    },
    traffic: {
      name: "watched",
      set: async (routes, [hold]) => void asked.push(["set", routes, hold]),
      read: async () => [],
      drain: async (endpoints) => {
        asked.push(["drain", endpoints]);
        await drain();
      },
    },
    metrics: { name: "watched", read: async () => ({ at: instant(0), builds: {} }) },
    url: "http://127.0.0.1:1",
    stopRouter: router === "ours" ? async () => void asked.push(["stop"]) : null,
  };
  return { asked, drivers };
};

const takenDown = async (drivers: EnvironmentDrivers) => {
  await using dir = await folder();
  await using store = openSqliteJournal(dir.path);
  const world = { environment: () => drivers, channel: () => Promise.reject() as never };
  const deps = { journal: store.journal, now: () => instant(1), world };
  const adopted = {
    type: "EnvironmentAdopted",
    at: instant(0),
    build: runs,
    count: 1,
    reason: "good",
    by: "ada",
  } as const;
  await writeEnvironment(deps, "shop", "production", 0, ada, adopted);
  return await takeDown(deps, { config, environment: "production", by: ada, reason: "over" }, soon());
};

test("our router is stopped before the instances", async () => {
  const { asked, drivers } = watched("ours");

  expect(await takenDown(drivers)).toMatchObject({ runs: null, lastGood: runs });
  expect(asked).toEqual([["stop"], ["remove", runs.digest, []]]);
});

test("a router that is not ours gives the maintenance answer before its instances go, and is left running", async () => {
  const { asked, drivers } = watched("theirs");

  await takenDown(drivers);

  expect(asked).toEqual([
    ["set", [], 2],
    ["drain", ["127.0.0.1:1"]],
    ["remove", runs.digest, []],
  ]);
});

test("requests that do not end hold up nothing for ever", async () => {
  const reason = { driver: "watched", act: "draining", problem: "it took too long", fix: "-" };
  const { asked, drivers } = watched("theirs", () => Promise.reject(new AppError("DRIVER_FAILED", reason)));

  await takenDown(drivers);

  expect(asked.at(-1)).toEqual(["remove", runs.digest, []]);
});
