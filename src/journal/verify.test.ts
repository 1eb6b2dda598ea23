import { expect, test } from "vitest";
import { chainOf, happenings } from "../../test/support/entries.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import type { Entry, Journal, StreamHead } from "./port.ts";
import { verifyJournal } from "./verify.ts";

const sound = chainOf("s", happenings(4));
const headAt = (version: number): StreamHead => sound[version - 1]!;

/** A store that keeps whatever it is told; each `list` answers the next of the heads. */
const keeping = (entries: readonly Entry[], ...heads: readonly StreamHead[]): Journal => {
  const answers = [...heads];
  return {
    read: async () => entries,
    append: () => Promise.reject(new Error("nobody appends here")),
    list: async () => [answers.length > 1 ? answers.shift()! : answers[0]!],
    close: async () => undefined,
  };
};
const verified = async (journal: Journal) => (await verifyJournal(journal, "")).streams[0];

test("a sound stream that ends at its head is well", async () => {
  expect(await verifyJournal(keeping(sound, headAt(4)), "")).toEqual({
    ok: true,
    entries: 4,
    streams: [{ stream: "s", entries: 4, head: headAt(4).hash, ok: true }],
    problem: null,
  });
});

test("a removed last entry is found by the head", async () => {
  expect(await verified(keeping(sound.slice(0, 3), headAt(4)))).toMatchObject({ ok: false, where: 4, entries: 3 });
});

test("an entry after the head was put in", async () => {
  expect(await verified(keeping(sound, headAt(3)))).toMatchObject({ ok: false, where: 4 });
});

test("a whole chain made anew is found by the head's hash", async () => {
  const head = { ...headAt(4), hash: sha256("what it was") };
  expect(await verified(keeping(sound, head))).toMatchObject({ ok: false, where: 4 });
});

test("an append between list and read is no damage", async () => {
  expect(await verified(keeping(sound, headAt(2), headAt(4)))).toMatchObject({ ok: true, entries: 4 });
});

test("a break in the chain is named with stream and version", async () => {
  const edited = sound.map((entry) => (entry.version === 2 ? { ...entry, type: "Other" } : entry));
  expect(await verified(keeping(edited, headAt(4)))).toMatchObject({ stream: "s", ok: false, where: 2, entries: 1 });
});

test("a stream without a head is named", async () => {
  const journal = { ...keeping(sound, headAt(4)), headless: async () => ["hidden"] };
  const report = await verifyJournal(journal, "");
  expect(report.ok).toBe(false);
  expect(report.streams[1]).toMatchObject({ stream: "hidden", ok: false, where: 1 });
});

test("a search for such streams that meets damage is not taken for a clean one", async () => {
  const damage = new AppError("JOURNAL_DAMAGED", { where: "page 7", problem: "noise" });
  const journal = { ...keeping(sound, headAt(4)), headless: () => Promise.reject(damage) };
  expect(await verifyJournal(journal, "")).toMatchObject({
    ok: false,
    problem: damage.message,
    streams: [{ ok: true }],
  });
});

test("an error that is no damage is not reported as a finding", async () => {
  const journal = { ...keeping(sound, headAt(4)), read: () => Promise.reject(new Error("no connection")) };
  await expect(verifyJournal(journal, "")).rejects.toThrow("no connection");
});
