import fc from "fast-check";
import { expect, test } from "vitest";
import { bullets, code, md, numbered, plain, quote, table } from "./markdown.ts";

/** Cells of a table line as a Markdown reader splits it: at bars that are not escaped. */
const cellsOf = (line: string): readonly string[] =>
  line
    .split(/(?<!\\)(?:\\\\)*\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

const nasty = fc.string({
  unit: fc.constantFrom(
    "|",
    "\\",
    "\n",
    "\r",
    "`",
    "<",
    ">",
    "[",
    "]",
    "*",
    "_",
    "#",
    "-",
    "1",
    ".",
    " ",
    "a",
    "\u202e",
  ),
});

test("whatever is written into a cell, the table keeps its lines and its columns", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nasty, nasty, nasty), { minLength: 1 }), (rows) => {
      const lines = table(["a", "b", "c"], rows).md.split("\n");
      expect(lines).toHaveLength(rows.length + 2);
      for (const line of lines) expect(cellsOf(line)).toHaveLength(3);
    }),
  );
});

test("plain text is always one line, and nothing in it is markup", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const said = plain(text);
      expect(said).not.toMatch(/[\n\r\u202e]/);
      expect(said.replace(/\\./g, "")).not.toMatch(/[`*<>[\]|\\]/);
      expect(said).not.toMatch(/^(#{1,6}|[-+=]+|\d{1,9}[.)])(\s|$)/);
    }),
  );
});

test.each([
  ["<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
  ["[click](http://x)", "\\[click\\](http://x)"],
  ["a | b\nc", "a \\| b c"],
  ["# heading", "\\# heading"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["---", "\\---"],
  ["_loud_ file_name", "\\_loud\\_ file_name"],
  ["1.2.0 and -5 stay", "1.2.0 and -5 stay"],
])("%j is written as text", (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test("what is filled into Markdown is text, unless it is Markdown", () => {
  expect(md`**${"a*b"}** ${code("x")} ${7}`.md).toBe("**a\\*b** `x` 7");
});

test("a code span cannot be left: text that could is escaped instead", () => {
  expect(code("sha256:ab").md).toBe("`sha256:ab`");
  expect(code("a`b|c").md).toBe("a\\`b\\|c");
});

test("somebody's lines stay lines, and stay inside the quote", () => {
  expect(quote("one\r\n# two\n\nthree").md).toBe("> one\\\n> \\# two\\\n> three");
  expect(quote(" \n").md).toBe("> (nothing)");
});

test("nothing to list is said", () => {
  expect([bullets([]).md, numbered([]).md, table(["a"], []).md]).toEqual(["None.", "None.", "None."]);
  expect(numbered(["a", "b"]).md).toBe("1. a\n2. b");
});
