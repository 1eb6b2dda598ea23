import { expect, test } from "vitest";
import { digestOf } from "../../../test/support/release.ts";
import { runningDifferences } from "./running-differences.ts";

const approved = { build: digestOf("1.1.0"), version: "1.1.0", migrations: ["7-prices"], flags: { "new-cart": "on" } };
const tells = { version: "1.1.0", migrations: ["6-users", "7-prices"], flags: { "new-cart": "on", beta: "off" } };
const good = { id: "a", build: approved.build, tells };

test("R84: what runs as it was approved has no difference, whatever else it tells", () => {
  expect(runningDifferences(approved, [good, { ...good, id: "b", tells: null }])).toEqual([]);
});

test("R84: another digest, version, schema or flag on one instance is told by its name", () => {
  const old = { id: "b", build: digestOf("1.0.0"), tells: { version: "1.0.0", migrations: ["6-users"], flags: {} } };
  expect(runningDifferences(approved, [good, old])).toEqual([
    `b runs the digest ${digestOf("1.0.0")}, approved is ${digestOf("1.1.0")}`,
    "b: version 1.0.0, approved is 1.1.0",
    "b: migration 7-prices is missing",
    "b: flag new-cart is not there, approved is on",
  ]);
});

test("R84: an instance that cannot tell is a difference, and not a pass", () => {
  expect(runningDifferences(approved, [{ ...good, tells: "cannot tell: it answered 500" }])).toEqual([
    "a: cannot tell: it answered 500",
  ]);
});
