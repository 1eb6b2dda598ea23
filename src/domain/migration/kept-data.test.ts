import { expect, test } from "vitest";
import { lostData } from "./kept-data.ts";

const orders = { rows: 10_000, columns: { id: "1", total: "2" } };
const before = { orders, carts: { rows: 3, columns: { id: "3" } } };

test("R109: one row of 10,000 that is lost, or one value that is altered, is told", () => {
  expect(lostData(before, { ...before, orders: { ...orders, rows: 9_999 } }, [])).toEqual([
    "orders has 9999 rows instead of 10000",
  ]);
  expect(lostData(before, { ...before, orders: { ...orders, columns: { id: "1", total: "x" } } }, [])).toEqual([
    "values of orders.total are not what they were",
  ]);
});

test("what is gone is told, what is new is not", () => {
  const { carts: _, ...left } = before;
  expect(lostData(before, left, [])).toEqual(["the table carts is gone"]);
  const renamed = { rows: 10_000, columns: { id: "1", sum: "2" } };
  expect(lostData(before, { ...before, orders: renamed }, [])).toEqual(["the column orders.total is gone"]);
  expect(lostData(before, { ...before, notes: orders }, [])).toEqual([]);
});

test("what the migration is meant to change may change, and nothing beside it", () => {
  const after = { ...before, orders: { rows: 10_000, columns: { id: "x", total: "x" } } };
  expect(lostData(before, after, ["orders.total"])).toEqual(["values of orders.id are not what they were"]);
  expect(lostData(before, after, ["orders"])).toEqual([]);
});
