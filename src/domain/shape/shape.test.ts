import fc from "fast-check";
import { expect, test } from "vitest";
import { shapeDifferences, shapeOf } from "./shape.ts";

const between = (recorded: unknown, live: unknown) => shapeDifferences(shapeOf(recorded), shapeOf(live));

const order = { id: "a1", total: 12.5, customer: { email: "a@b.example" }, lines: [{ sku: "x", gift: null }] };

test("R107: a field that is another kind, or gone, is shown with what it was and is", () => {
  const live = { id: 7, total: 12.5, customer: {}, lines: [{ sku: "y", gift: null }] };
  expect(between(order, live)).toEqual([
    { at: "/id", was: "string", is: "number" },
    { at: "/customer/email", was: "string", is: "nothing" },
  ]);
});

test("other values, a longer list and new fields are the same contract", () => {
  const live = { ...order, id: "b2", currency: "EUR", lines: [...order.lines, { sku: "z", gift: null, note: "" }] };
  expect(between(order, live)).toEqual([]);
});

test("a part that is gone is one line, and so is the whole answer", () => {
  expect(between(order, { ...order, customer: null })).toEqual([{ at: "/customer", was: "object", is: "null" }]);
  expect(between(order, "Service unavailable")).toEqual([{ at: "/", was: "object", is: "string" }]);
});

test("what may be nothing may be nothing; what was never seen to be is told", () => {
  const recorded = [{ note: "x" }, { note: null }];
  expect(between(recorded, [{ note: null }])).toEqual([]);
  expect(between([{ note: "x" }], [{ note: null }])).toEqual([{ at: "/*/note", was: "string", is: "null" }]);
});

test("a list that is empty now proves nothing of its items", () => {
  expect(between({ lines: [{ sku: "x" }] }, { lines: [] })).toEqual([{ at: "/lines/*", was: "object", is: "nothing" }]);
});

test("nothing differs from itself, and keys with slashes are told apart", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(between(value, value)).toEqual([]);
    }),
    { numRuns: 200, seed: 17 },
  );
  expect(between({ "a/b": 1 }, { a: { b: 1 } })).toEqual([{ at: "/a~1b", was: "number", is: "nothing" }]);
});
