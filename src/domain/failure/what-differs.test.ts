import { expect, test } from "vitest";
import { whatDiffers, withoutSecret } from "./what-differs.ts";

test("each leaf that differs is told with its path, and an empty list differs from nothing at all", () => {
  const [before, after] = [{ a: { b: 1, c: [1] }, d: [] }, { a: { b: 2, c: [1] } }];
  expect(whatDiffers(before, after)).toEqual([
    { path: "a.b", before: "1", after: "2" },
    { path: "d", before: "[]", after: "" },
  ]);
});

test("no secret in a failure record: a value is hidden for its name or its looks, the name of a variable is not", () => {
  const differs = (path: string, before: string, after: string) => withoutSecret({ path, before, after });
  expect(differs("env.DB_PASSWORD", '"hunter2"', '"$DB_PASSWORD"')).toEqual({
    path: "env.DB_PASSWORD",
    before: "[hidden]",
    after: '"$DB_PASSWORD"',
  });
  expect(differs("env.DB", '"postgres://shop:hunter2@db/orders"', "").before).toBe("[hidden]");
  expect(differs("env.COUNT", "4", "5")).toEqual({ path: "env.COUNT", before: "4", after: "5" });
});
