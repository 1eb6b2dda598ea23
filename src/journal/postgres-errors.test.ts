import { DatabaseError } from "pg";
import { describe, expect, test } from "vitest";
import { isPassing, translated } from "./postgres-errors.ts";

const said = (code: string, message = "what PostgreSQL said") => {
  const error = new DatabaseError(message, message.length, "error");
  error.code = code;
  return error;
};
const codeOf = (error: unknown) => (translated(error, "db:5432/h", "release/a") as { code?: string }).code;

test.each([
  ["57P01", true, "JOURNAL_UNREACHABLE"],
  ["57P03", true, "JOURNAL_UNREACHABLE"],
  ["08006", true, "JOURNAL_UNREACHABLE"],
  ["40P01", true, "JOURNAL_UNREACHABLE"],
  ["55P03", true, "JOURNAL_UNREACHABLE"],
  ["57014", true, "JOURNAL_UNREACHABLE"],
  ["53300", true, "JOURNAL_UNREACHABLE"],
  ["25006", true, "JOURNAL_UNREACHABLE"],
  ["53100", false, "JOURNAL_FULL"],
  ["XX001", false, "JOURNAL_DAMAGED"],
  ["42P01", false, "JOURNAL_DAMAGED"],
  ["23505", false, "JOURNAL_DAMAGED"],
  ["28P01", false, "USAGE"],
  ["3D000", false, "USAGE"],
  ["42501", false, "USAGE"],
  ["42601", false, "42601"], // a statement of ours that is wrong: a bug, and shown as one
])("%s: to be tried again: %s; told as %s", (state, again, code) => {
  expect(isPassing(said(state))).toBe(again);
  expect(codeOf(said(state))).toBe(code);
});

test("a failed read of a file is damage, a failed write a disk that cannot take it", () => {
  expect(codeOf(said("58030", "could not read block 7 in file"))).toBe("JOURNAL_DAMAGED");
  expect(codeOf(said("58030", "could not extend file"))).toBe("JOURNAL_FULL");
});

describe("without an answer of PostgreSQL's", () => {
  test("a connection that breaks is told with place, problem and what to do", () => {
    const error = translated(new Error("Connection terminated unexpectedly"), "db:5432/h", "release/a");
    expect(isPassing(new Error("Connection terminated unexpectedly"))).toBe(true);
    expect(error).toMatchObject({
      code: "JOURNAL_UNREACHABLE",
      message: "The journal on PostgreSQL at db:5432/h does not answer: Connection terminated unexpectedly.",
      fix: expect.stringContaining("try again"),
    });
  });

  test("several addresses that all refuse are told each", () => {
    const none = new AggregateError([
      new Error("connect ECONNREFUSED ::1:1"),
      new Error("connect ECONNREFUSED 127.0.0.1:1"),
    ]);
    expect(translated(none, "db", "")).toMatchObject({
      detail: { problem: "connect ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1" },
    });
  });

  test("a certificate that is not believed is no matter of patience", () => {
    const error = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(isPassing(error)).toBe(false);
    expect(translated(error, "db", "")).toMatchObject({ fix: expect.stringContaining("sslrootcert") });
  });

  test("a bug stays a bug", () => {
    const bug = new TypeError("undefined is not a function");
    expect(isPassing(bug)).toBe(false);
    expect(translated(bug, "db", "")).toBe(bug);
  });
});
