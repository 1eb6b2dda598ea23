import { describe, expect, test } from "vitest";
import { bytesOf, fixture, problemOf } from "../../test/support/fixture.ts";
import { formats, readReport } from "./read-report.ts";

test("the parser and its version are part of the answer", () => {
  expect(readReport("junit", fixture("junit-surefire.xml"))).toMatchObject({ ok: true, parser: "junit/1" });
});

test.each(["junit5", "", "constructor", "__proto__"])("refuses the unknown format %j and lists the known", (format) => {
  expect(problemOf(format, "{}")).toBe(`"${format}" is not a known format; known are ${formats.join(", ")}`);
});

describe.each(formats)("%s", (format) => {
  test.each([
    ["no bytes", new Uint8Array()],
    ["only blanks", bytesOf(" \n\t")],
    ["a byte order mark alone", new Uint8Array([0xef, 0xbb, 0xbf])],
  ])("refuses %s", (_, bytes) => {
    expect(problemOf(format, bytes)).toBe("it is empty");
  });

  test("refuses what is not UTF-8", () => {
    expect(problemOf(format, new Uint8Array([0x7b, 0xff, 0x7d]))).toBe("it is not UTF-8 text");
  });

  test("refuses what is too large, before reading it", () => {
    expect(problemOf(format, new Uint8Array(64 * 1024 * 1024 + 1))).toBe("it is larger than 64 MiB");
  });

  test.each(["null", "[]", "0", '"text"', "{}", "<html></html>", "true", "["])("refuses %s", (text) => {
    expect(problemOf(format, text)).not.toBe("");
  });
});

describe("JSON", () => {
  test("T21: what is not JSON is refused, not searched for numbers", () => {
    expect(problemOf("figures", 'figures: {"total": 1}')).toMatch(/^it is not JSON: /);
    expect(problemOf("figures", '{"figures":{"total":NaN}}')).toMatch(/^it is not JSON: /);
  });

  test.each([
    ["at the top", '{"figures":{"failed":3},\n"figures":{"failed":0}}', 'line 2: the key "figures" comes twice'],
    ["deeper", '{"figures":{"failed":3,"failed":0}}', 'line 1: the key "failed" comes twice'],
    ["spelt in two ways", '{"figures":{"failed":3,"\\u0066ailed" : 0}}', 'the key "failed" comes twice'],
  ])("refuses a key that comes twice %s", (_, text, problem) => {
    expect(problemOf("figures", text)).toContain(problem);
  });

  test("the same key in different objects, or as a value, is no double", () => {
    const text = '{"lists":{"a":["a","a","{\\"a\\":1,\\"a\\":2}"],"b":[]},"texts":{"a":"b","b":"a\\\\"}}';
    expect(problemOf("figures", text)).toBe("");
  });

  test("refuses __proto__, which a copy would lose", () => {
    expect(problemOf("figures", '{"figures":{"__proto__":1}}')).toContain('"__proto__" is not allowed');
  });

  test("survives endless nesting", () => {
    expect(problemOf("figures", `{"figures":${"[".repeat(200_000)}${"]".repeat(200_000)}}`)).not.toBe("");
  });
});
