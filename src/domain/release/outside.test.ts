import { expect, test } from "vitest";
import { digestOf, evidence, minutes, openRelease } from "../../../test/support/release.ts";
import type { ReleaseEvent } from "./events.ts";
import { outsideDigests } from "./outside.ts";

const at = minutes(1);
const [opened, seen] = [openRelease(), evidence("entry.functional", {})];
const raw = seen.type === "EvidenceRecorded" ? seen.evidence.raw : digestOf("never");
const refused = (detail: Readonly<Record<string, string>>): ReleaseEvent =>
  ({ type: "CommandRefused", at, command: "Approve", code: "SHOWN_CHANGED", detail }) as never;

test("bytes that are kept are enclosed: process, configuration, reports, records, documents, drafts", () => {
  const filed = { type: "RecordFiled", at, requirement: "r", by: "ada", raw: digestOf("record"), fields: {} } as const;
  const draft = { kind: "record", fields: {}, raw: digestOf("draft") } as const;
  const proposed = { type: "ProposalMade", at, requirement: "r", by: "bot", note: "", draft } as const;
  const written = { type: "DocumentWritten", at, document: digestOf("page") } as never;
  const outside = outsideDigests([opened, seen, filed, proposed, written]);
  for (const kept of [opened.process, opened.config, raw, filed.raw, draft.raw, digestOf("page")])
    expect(outside).not.toContain(kept);
  expect(outside).toEqual(expect.arrayContaining([opened.build.digest, opened.plan.runbook.digest]));
});

test("a request that came over a server is known by a digest that names no bytes, and keeps no release from its record", () => {
  const request = digestOf("an idempotency key");
  expect(outsideDigests([{ ...opened, via: { request } }])).toContain(request);
});

test("nobody keeps a release from its record by writing a digest, and none leaves the record for being refused", () => {
  const typed = digestOf("of another company");
  const note = { type: "NoteTaken", at, line: 1, kind: "note", text: typed, about: "", by: "ada" } as const;
  const outside = outsideDigests([opened, seen, note, refused({ shown: raw, raw: digestOf("refused") })]);
  expect(outside).toEqual(expect.arrayContaining([typed, digestOf("refused")]));
  expect(outside).not.toContain(raw);
});
