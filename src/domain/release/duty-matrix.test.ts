import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, ask, type Case, fold, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { digestOf, people } from "../../../test/support/release.ts";
import { approval, check, record, rolloutTo, tinyProcess } from "../../../test/support/tiny-process.ts";
import { answered, signature, started, statusOf } from "../../../test/support/walk.ts";
import type { Approval } from "../process/process.ts";
import { conflicts } from "./duties.ts";
import type { Approved, Release } from "./release.ts";

const approvals = defaultProcess.requirements.filter((one): one is Approval => one.kind === "approval");
const opened = openCase(defaultProcess).release;

const signedBy = (by: string): Approved => ({
  by,
  role: "r",
  at: opened.openedAt,
  shown: [],
  shownDigest: opened.build.digest,
  conflict: null,
});
const wrote = (...ids: string[]) =>
  Object.fromEntries(ids.map((id) => [id, { by: "ada", at: opened.openedAt, document: digestOf(id), madeFrom: [] }]));
const ran = (purpose: "deploy" | "drill") => [{ purpose, requestedBy: "ada" }] as unknown as Release["rollouts"];
const authors = (...of: string[]) => ({ build: { ...opened.build, authors: of } });

/** What one person may have done besides, each alone. */
const acts: Readonly<Record<string, Partial<Release>>> = {
  "wrote all code": authors("ada@example.org"),
  "wrote code with bo": authors("ada@example.org", "bo@example.org"),
  "started the rollout": { rollouts: ran("deploy") },
  "ran the drill": { rollouts: ran("drill") },
  "wrote the runbook": { documents: wrote("strategy.runbook") },
  "wrote the rollback plan": { documents: wrote("strategy.rollback-plan") },
  "wrote all technical pages": {
    documents: wrote("documentation.upgrade", "documentation.configuration", "documentation.api"),
  },
  "wrote all pages for users": {
    documents: wrote("documentation.release-notes", "documentation.features", "documentation.known-issues"),
  },
  "handed in the restore drill": {
    evidence: {
      "checklist.backups": { requirement: "checklist.backups", part: "", by: "ada", report: null },
    } as unknown as Release["evidence"],
  },
  ...Object.fromEntries(approvals.map(({ id }) => [`signed ${id}`, { approvals: { [id]: signedBy("ada") } }])),
};

/** The duty column of table 3.1, by hand: whoever did this may not sign that. */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  "wrote all code": ["A3", "A8", "A12", "A16"],
  "wrote code with bo": ["A8", "A12", "A16"],
  "started the rollout": ["A14"],
  "ran the drill": ["A6"],
  "handed in the restore drill": ["A6"],
  "wrote the runbook": ["A2"],
  "wrote the rollback plan": ["A22"],
  "wrote all technical pages": ["A24"],
  "wrote all pages for users": ["A25"],
  "signed A1": ["A2"],
  "signed A21": ["A22"],
  "signed A24": ["A25"],
};

describe("R199: every approval A1 to A29 against everything that the same person may have done", () => {
  test.each(Object.entries(acts))("who %s", (act, change) => {
    const release = { ...opened, ...change };
    const mayNot = approvals.filter((one) => conflicts(release, one, "ada").length > 0).map(({ id }) => id);
    expect(mayNot.toSorted()).toEqual([...(forbidden[act] ?? [])].toSorted());
  });
  test("nobody else is bound by it", () => {
    for (const change of Object.values(acts))
      expect(approvals.filter((one) => conflicts({ ...opened, ...change }, one, "cy").length > 0)).toEqual([]);
  });
  test("every duty of the process is in the matrix", () => {
    expect(approvals).toHaveLength(29);
    const covered = new Set(Object.values(forbidden).flat());
    expect(approvals.filter(({ duties, id }) => duties.length > 0 && !covered.has(id))).toEqual([]);
  });
  test("a page that a second person had a hand in was not written alone", () => {
    const documents = { ...wrote("documentation.upgrade", "documentation.configuration") };
    const both = { ...documents, "documentation.api": { ...documents["documentation.upgrade"]!, by: "bo" } };
    const [a24] = approvals.filter(({ id }) => id === "A24");
    expect(conflicts({ ...opened, documents }, a24!, "ada")).toHaveLength(1);
    expect(conflicts({ ...opened, documents: both }, a24!, "ada")).toEqual([]);
  });
});

/** Everybody may do everything, but for duties. */
const everybody = people.map((one) => ({ ...one, roles: one.kind === "human" ? ["devops-lead"] : [] }));
const process = tinyProcess([
  approval({ id: "A", shows: ["c", "r"] }),
  approval({ id: "B", duties: [{ notSignerOf: "A" }, { notWriterOf: "r" }] }),
  approval({ id: "C", shows: ["c"], duties: [{ not: "executor" }, { not: "drill-runner" }] }),
  approval({ id: "D", duties: [{ not: "author" }, { notSoleWriterOf: ["r", "s"] }] }),
  check({ id: "c" }),
  record({ id: "r" }),
  record({ id: "s" }),
  rolloutTo({ id: "drill", environment: "staging", purpose: "drill" }),
]);

const anyAct = fc.tuple(fc.constantFrom("ada", "bo", "cy"), fc.nat(8), fc.constantFrom("A", "B", "C", "D"));

const asked = (at: Case, kind: number, id: string): Asked => {
  switch (kind) {
    case 0:
      return started(at, "drill");
    case 1:
      return { type: "FileRecord", requirement: "r", fields: { answer: id }, raw: digestOf(id) };
    case 2:
      return { type: "FileRecord", requirement: "s", fields: { answer: id }, raw: digestOf(id) };
    case 3: {
      const expires = (at.at + 7_200_000) as Case["at"];
      return { type: "RequestWaiver", requirement: "c", reason: "r", risk: "r", control: "c", expires };
    }
    case 4:
      return { type: "GrantWaiver", requirement: "c" };
    default:
      return signature(at, id);
  }
};

test("R199: whatever people do, and in whatever order, a signature that counts breaks no duty", () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 30 }), fc.boolean(), (list, red) => {
      let at = openCase(process, { plan: { people: everybody }, build: { authors: ["bo@example.org"] } });
      at = answered(at, "c", { figures: { failed: red ? 1 : 0 } });
      for (const [by, kind, id] of list) {
        const decision = ask(at, by, asked(at, kind, id));
        at = { ...fold(at, decision.ok ? decision.events : []), at: (at.at + 600_000) as Case["at"] };
        const { requirements } = statusOf(at);
        for (const one of process.requirements) {
          const given = at.release.approvals[one.id];
          const state = requirements.find((other) => other.id === one.id)?.state;
          if (one.kind !== "approval" || given === undefined || state !== "pass") continue;
          expect(conflicts(at.release, one, given.by)).toEqual([]);
          expect((given.over ?? []).filter((words) => words.endsWith(` ${given.by}`))).toEqual([]);
        }
      }
    }),
    { numRuns: 300 },
  );
});
