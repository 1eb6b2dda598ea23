import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { readDocument, showProblem } from "./read-document.ts";
import { strict } from "./values.ts";

const pet = strict({ name: z.string(), legs: z.int().max(4).exactOptional() });
const pets = strict({ pets: z.record(z.string(), pet), favourite: z.string() });

const read = (text: string): readonly string[] => {
  const reading = readDocument("pets.yaml", text, pets, (sound) =>
    sound.favourite !== undefined && sound.pets !== undefined && !Object.hasOwn(sound.pets, sound.favourite)
      ? [{ path: ["favourite"], what: `there is no pet "${sound.favourite}"`, fix: "name one of them" }]
      : [],
  );
  return reading.ok ? [] : reading.problems.map(showProblem);
};

test("a sound document becomes its value", () => {
  const text = "pets:\n  rex: { name: Rex, legs: 4 }\nfavourite: rex\n";
  expect(readDocument("pets.yaml", text, pets)).toEqual({
    ok: true,
    value: { pets: { rex: { name: "Rex", legs: 4 } }, favourite: "rex" },
  });
});

test("shapes and rules are reported together, each at the line of the nearest node", () => {
  expect(read("favourite: tom\npets:\n  rex:\n    legs: five\n    nmae: Rex\n  'a b': 3\n")).toEqual([
    'pets.yaml:1 favourite: there is no pet "tom"; name one of them',
    "pets.yaml:3 pets.rex.name: is missing; add it",
    'pets.yaml:4 pets.rex.legs: is the text "five"; write a number',
    'pets.yaml:5 pets.rex.nmae: unknown key; did you mean "name"?',
    'pets.yaml:6 pets["a b"]: is 3; write keys with values',
  ]);
});

test("a name that was written counts as known, though what it names is wrong", () => {
  expect(read("favourite: rex\npets: { rex: 5 }\n")).toEqual(["pets.yaml:2 pets.rex: is 5; write keys with values"]);
});

test("every syntax error is reported, and nothing that only follows from one", () => {
  expect(read("pets: [1\nfavourite: @x\n--- 2\n")).toEqual([
    "pets.yaml:2: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; check the indentation, brackets and quotes here and on the line above",
    "pets.yaml:2: is not YAML: Plain value cannot start with reserved character @; check the indentation, brackets and quotes here and on the line above",
    "pets.yaml:3: there is a second document; remove the line `---` and what follows it",
  ]);
});

test("a key given twice and a tag do not hide other problems", () => {
  expect(read("pets: {}\npets: {}\nfavourite: !secret rex\n1: x\n'1': y\n")).toEqual([
    "pets.yaml:2: this key is given twice; keep one of the two",
    "pets.yaml:3: tags are not read here; remove the `!…`; quote a text that begins with `!`",
    'pets.yaml:3 favourite: there is no pet "rex"; name one of them',
    "pets.yaml:5: this key is given twice; keep one of the two",
    "pets.yaml:5 1: unknown key; the keys are pets, favourite",
  ]);
});

test.each([
  ["", "pets.yaml:1: is empty; write keys with values"],
  ["# nothing\n", "pets.yaml:1: is empty; write keys with values"],
  ["pets: {}\nfavourite: *rex\n", "pets.yaml:2: this alias has no anchor above it; define"],
  ["favourite: *rex\npets: &rex {}\n", "pets.yaml:1: this alias has no anchor above it; define"],
  ["pets: &a [*a]\n", "pets.yaml:1: its anchors and aliases multiply without end; write the values out"],
  ["pets: {}\nfavourite: x\n__proto__: {}\n", "pets.yaml:3: `__proto__` cannot be a key; rename it"],
  ["\tpets: {}\n", "pets.yaml:1: a tab is used to indent; use spaces"],
  ["[".repeat(50_000), "is nested too deeply; is this the right file?"],
  [`favourite: ${"x".repeat(1024 * 1024)}`, "pets.yaml:1: is larger than 1 MiB; is this the right file?"],
])("trap %#", (text, expected) => {
  expect(read(text).join("\n")).toContain(expected);
});

test("an alias bomb is refused before it goes off", () => {
  const levels = Array.from({ length: 12 }, (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 9)}1]`);
  expect(read(levels.join("\n"))).toEqual([
    "pets.yaml:1: its anchors and aliases multiply without end; write the values out",
  ]);
});

test("YAML 1.1 words and merge keys are what they look like", () => {
  const words = z.record(z.string(), z.unknown());
  const text = "a: yes\nb: no\nc: 1:30\nd: 2026-01-01\ne: 0o17\nf: { <<: { x: 1 } }\n";
  expect(readDocument("w.yaml", text, words)).toEqual({
    ok: true,
    value: { a: "yes", b: "no", c: "1:30", d: "2026-01-01", e: 15, f: { "<<": { x: 1 } } },
  });
});

test("a long text in a wrong place, which may be a secret, is not repeated", () => {
  const secret = "correct-horse-battery-staple-correct-horse-battery";
  expect(read(`pets: {}\nfavourite: [${secret}]\n`).join()).not.toContain("horse");
  expect(read(`pets: ${secret}\nfavourite: x\n`).join()).not.toContain("horse");
  expect(read(`pets: "${secret}\nfavourite: x\n`).join()).not.toContain("horse");
});

test("any text whatever is answered, with lines that exist", () => {
  const shreds = fc.constantFrom(
    "pets",
    ": ",
    "\n",
    "  ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!x ",
    "'",
    "1",
    ", ",
  );
  const garbage = fc.oneof(
    fc.string(),
    fc.array(shreds, { maxLength: 40 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(garbage, (text) => {
      const reading = readDocument("x.yaml", text, pets);
      if (reading.ok) return;
      expect(reading.problems.length).toBeGreaterThan(0);
      const lines = text.split(/\r\n|\r|\n/).length;
      for (const { line } of reading.problems) expect(line >= 1 && line <= lines).toBe(true);
    }),
    { numRuns: 500 },
  );
});
