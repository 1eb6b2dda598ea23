import { expect, test } from "vitest";
import { acted, type Case, later, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { digestOf } from "../../../test/support/release.ts";
import { answered, statusOf, walked } from "../../../test/support/walk.ts";
import { checklist, type ItemStatus } from "./checklist.ts";
import { isMet } from "./judgement.ts";

const itemsOf = (at: Case): readonly ItemStatus[] => checklist(at.process, at.release, statusOf(at), at.at);
const itemOf = (at: Case, id: string): ItemStatus => itemsOf(at).find((one) => one.id === id)!;

const opened = openCase(defaultProcess);
const ready = walked(opened, (_, { stages }) => stages.find(({ id }) => id === "checklist")?.state === "done");

test("R38: ten items, each with owner, reason and whether it may be waived, all open at first", () => {
  const items = itemsOf(opened);
  expect(items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const { state, parts } of items) {
    expect(isMet(state)).toBe(false);
    for (const { owner, why, waivable } of parts) expect([owner, why, typeof waivable]).not.toContain("");
  }
  expect(itemOf(opened, "rollback").parts.map(({ waivable }) => waivable)).toEqual([false, true]);
});

test("R38: when everything was seen, each item says from where, by which digest, and until when it counts", () => {
  expect(itemsOf(ready).map(({ state }) => state)).toEqual(Array(10).fill("pass"));
  const [backups] = itemOf(ready, "backups").parts;
  expect(backups?.seen).toMatchObject([{ source: "test", parser: "test", digest: expect.stringMatching(/^sha256:/) }]);
  expect(backups?.goodUntil).toBe(backups!.seen[0]!.at + 24 * 3_600_000);
});

test("R38: another digest, and nothing that was seen of the old build counts", () => {
  const fixed = { ...ready.release.build, version: "1.1.1", digest: digestOf("fixed") };
  const replaced = acted(ready, "ada", { type: "ReplaceBuild", reason: "a fix", build: fixed });
  expect(itemsOf(replaced).filter(({ state }) => isMet(state))).toEqual([]);
  expect(itemOf(replaced, "backups")).toMatchObject({ state: "stale", reason: "it was about another build" });
});

test("R38: what was seen too long ago is stale, and so is its item", () => {
  expect(itemOf(later(ready, 25), "backups")).toMatchObject({ state: "stale", reason: "it is older than 24 hours" });
});

test("what is not met comes first, and an item is as good as the worst of its parts", () => {
  const slow = answered(ready, "rollback.time", { figures: { seconds: 4_000 } });
  const [first] = itemsOf(slow);
  expect(first).toMatchObject({ id: "rollback", state: "fail", reason: expect.stringContaining("rollback.time: ") });
  expect(first?.parts.map(({ id }) => id)).toEqual(["rollback.time", "checklist.rollback"]);
});

test("R48: one address that bounced makes the item fail, with the address", () => {
  const sent = { type: "RecordDelivery", requirement: "scheduled" } as const;
  const before = walked(opened, (_, { blocking }) => blocking.some(({ id }) => id === "scheduled"));
  const told = acted(before, "headgate", { ...sent, to: "board@example.org", delivered: true, detail: "250" });
  const refused = { ...sent, to: "support@example.org", delivered: false, detail: "550 no such person" };
  const bounced = itemOf(acted(told, "headgate", refused), "stakeholders");

  expect(bounced).toMatchObject({ state: "fail", reason: expect.stringContaining("support@example.org") });
  expect(bounced.parts[0]?.seen.map(({ source }) => source)).toContain("NOT delivered: 550 no such person");
});

test("an older process, without a list, has an item for each of its checks", () => {
  const { checklist: _, ...older } = defaultProcess;
  expect(itemsOf({ ...ready, process: older })).toHaveLength(10);
});
