import { expect, test } from "vitest";
import { readEnvironment } from "../../src/conductor/environment-store.ts";
import { requireOperator } from "../../src/conductor/operator.ts";
import { recordRefusal } from "../../src/conductor/record-refusal.ts";
import { environmentStream } from "../../src/domain/environment.ts";
import { instant } from "../../src/domain/units.ts";
import { AppError } from "../../src/errors.ts";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { configOf } from "../support/complaints.ts";
import { folder } from "../support/folder.ts";

const config = configOf("");
const agent = { id: "bot", name: "Bot", email: "bot@example.test", aliases: [], kind: "agent" as const, roles: [] };
const withAgent = { ...config, people: [...config.people, { ...agent, deputies: [], for: "ada" }] };
const by = { kind: "agent", id: "bot" } as const;
const request = { config: withAgent, environment: "production", by };
const stream = environmentStream(config.service, "production");

test("R206: what an agent asks of an environment is refused, stands in its history, and changes nothing", async () => {
  await using dir = await folder();
  await using store = openSqliteJournal(dir.path);
  const deps = { journal: store.journal, now: () => instant(1_000) };
  const before = await readEnvironment(deps, config.service, "production");

  const refused = recordRefusal(deps, request, "down", async () => requireOperator(withAgent, by, "down"));

  await expect(refused).rejects.toMatchObject({ code: "AGENT_FORBIDDEN" });
  const [entry] = await store.journal.read(stream);
  expect(entry).toMatchObject({
    type: "EnvironmentActRefused",
    actor: by,
    data: { act: "down", code: "AGENT_FORBIDDEN", by: "bot" },
  });
  expect(await readEnvironment(deps, config.service, "production")).toEqual({ ...before, version: 1 });
});

test("what fails for another reason is no refusal", async () => {
  await using dir = await folder();
  await using store = openSqliteJournal(dir.path);
  const deps = { journal: store.journal, now: () => instant(1_000) };
  const broken = async () => {
    throw new AppError("BUILD_INVALID", { path: "x", problem: "it is empty", fix: "" });
  };

  await expect(recordRefusal(deps, request, "adopt", broken)).rejects.toMatchObject({ code: "BUILD_INVALID" });

  expect(await store.journal.read(stream)).toEqual([]);
});
