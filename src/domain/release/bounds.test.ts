import { describe, expect, test } from "vitest";
import { type Asked, ask, openCase, refusalOf } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { issue } from "../../../test/support/incident.ts";
import { build, digestOf } from "../../../test/support/release.ts";
import { longestText } from "./bounds.ts";

const at = openCase(defaultProcess);
const long = "x".repeat(longestText + 1);
const note = (text: string): Asked => ({ type: "TakeNote", kind: "note", text, about: "" });

describe("what somebody writes into the history has an end", () => {
  test.each<Asked>([
    note(long),
    { ...issue("low"), title: long } as Asked,
    { ...issue("low"), reference: long } as Asked,
    { type: "RaiseTrigger", severity: "low", source: "person", says: long, environment: "production", key: "" },
    { type: "Diagnose", failure: null, cause: long, fault: "build" },
    { type: "DecideTrigger", trigger: "trigger-1", reason: "r", answers: { critical: long } },
    { type: "Order", environment: "production", order: { type: "Pause", reason: long } },
    { type: "FileRecord", requirement: "staging.demo", fields: { feedback: long }, raw: digestOf("r") },
    { type: "Cancel", reason: long },
  ])("a text of $type that is too long is refused, and not repeated in the refusal", (asked) => {
    const decision = ask(at, "ada", asked);
    expect(decision).toMatchObject({ ok: false, refusal: { code: "TOO_MUCH", detail: { count: longestText + 1 } } });
    expect(JSON.stringify(decision).length).toBeLessThan(500);
  });
  test("the longest that is taken is taken, and so is a fix of thousands of files", () => {
    expect(refusalOf(at, "bot", note("x".repeat(longestText)))).toBe("accepted: NoteTaken");
    const files = Array.from({ length: 5_000 }, (_, i) => `src/${i}.ts`);
    const fix = { cause: "an index", link: "https://git.example.org/7", files };
    const other = { ...build, version: "1.1.1", digest: digestOf("shop 1.1.1") };
    expect(refusalOf(at, "ada", { type: "ReplaceBuild", build: other, reason: "mended", fix })).toMatch(/^accepted/);
  });
  test("a form has an end as well", () => {
    const fields = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`field-${i}`, "none"]));
    const form = { type: "FileRecord", requirement: "staging.demo", raw: digestOf("r") } as const;
    expect(refusalOf(at, "ada", { ...form, fields: fields(1_000) })).toBe("TOO_MUCH");
  });
});
