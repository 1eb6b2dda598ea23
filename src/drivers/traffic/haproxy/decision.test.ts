import fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "../../../domain/units.ts";
import { decode, encode, patternOf } from "./decision.ts";
import { letters } from "./settings.ts";

const build = fc.constantFrom("a", "b", "c").map((sign) => digest(`sha256:${sign.repeat(64)}`));
const placed = fc.record({ letter: fc.constantFrom(...letters), build });
const cohort = fc.record({ by: fc.constantFrom("header", "cookie"), name: fc.string(), value: fc.string() } as const);
const fence = fc.tuple(fc.nat(), fc.nat());
const decision = fc.oneof(
  fence.map((fence) => ({ fence, sides: null, share: 0, cohort: null })),
  fc.record({
    fence,
    sides: fc.array(placed, { minLength: 2, maxLength: 2 }),
    share: fc.nat(1_000_000),
    cohort: fc.option(fc.record({ of: fc.nat(1), cohort, reachable: fc.boolean() })),
  }),
  fc.record({ fence, sides: fc.tuple(placed), share: fc.constant(0), cohort: fc.constant(null) }),
);

test("what is decided is read back, and is one word of the runtime API", () => {
  fc.assert(
    fc.property(decision, (decision) => {
      const text = encode(decision);
      expect(text).toMatch(/^[\w./:-]+$/);
      expect(decode(text)).toEqual(decision);
    }),
  );
});

test.each(["", "a", "a/b/1", "x/-/0/-/-/sha256:a/-/1.1/-/-", "closed/x"])("%j was written by somebody else", (text) => {
  expect(decode(text)).toBeNull();
});

const headers = "host: shop\r\nx-cohort: staff\r\ncookie: theme=dark; cohort=staff;lang=en\r\n\r\n";

test.each([
  [{ by: "header", name: "X-Cohort", value: "staff" }, true],
  [{ by: "header", name: "X-Cohort", value: "Staff" }, false],
  [{ by: "header", name: "X-Cohort", value: "staf" }, false],
  [{ by: "header", name: "Cohort", value: "staff" }, false],
  [{ by: "cookie", name: "cohort", value: "staff" }, true],
  [{ by: "cookie", name: "lang", value: "en" }, true],
  [{ by: "cookie", name: "theme", value: "dark" }, true],
  [{ by: "cookie", name: "hort", value: "staff" }, false],
  [{ by: "cookie", name: "theme", value: ".*" }, false],
] as const)("%j: %j", (cohort, is) => {
  expect(new RegExp(patternOf(cohort)).test(headers)).toBe(is);
});
