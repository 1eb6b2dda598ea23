import { expect, test } from "vitest";
import { allowDifferences } from "./allow-differences.ts";
import { compareDescriptors } from "./compare-descriptors.ts";
import { type Descriptor, mergeDescriptors, undescribed } from "./descriptor.ts";

const whole: Descriptor = {
  instances: { count: 4, cpu: 2, memory: 1_024 ** 3 },
  runtime: { node: "26.10.0" },
  dependencies: { pg: "8.23.1" },
  config: ["PAYMENTS_KEY", "LOG_LEVEL"],
  flags: { checkout: "on" },
  schema: "42",
  data: { tables: { orders: 1_000 } },
};
const says = (staging: Descriptor, production: Descriptor = whole) =>
  compareDescriptors(staging, production, 0.01).differences.map((one) => one.says);

test("the same on both sides differs nowhere, and every value was compared", () => {
  expect(compareDescriptors(whole, whole, 0.01)).toEqual({ compared: 10, differences: [], notCompared: [] });
});

test("R40: each difference is named", () => {
  expect(
    says({
      instances: { count: 2, cpu: 2, memory: 512 * 1_024 ** 2 },
      runtime: { node: "24.1.0" },
      dependencies: {},
      config: ["LOG_LEVEL", "DEBUG"],
      flags: { checkout: "off" },
      schema: "41",
      data: { tables: { orders: 1_000 } },
    }),
  ).toEqual([
    "number of instances: 2 in staging, 4 in production",
    "memory: 512 MiB in staging, 1 GiB in production",
    "runtime node: 24.1.0 in staging, 26.10.0 in production",
    "dependency pg is missing in staging",
    "config key DEBUG is missing in production",
    "config key PAYMENTS_KEY is missing in staging",
    "flag checkout: off in staging, on in production",
    "schema version: 41 in staging, 42 in production",
  ]);
});

test("a part that one side alone describes is a difference, and one that neither describes was not compared", () => {
  const some = { ...undescribed, schema: "42" };
  expect(compareDescriptors(some, undescribed, 0.01)).toMatchObject({
    compared: 0,
    differences: [{ what: "schema", says: "schema is described for staging alone" }],
    notCompared: ["instances", "runtime", "dependencies", "config", "flags", "data"],
  });
});

test("the amount of data is held to a share of production, and not to equality", () => {
  const rows = (orders: number): Descriptor => ({ ...undescribed, data: { tables: { orders } } });
  expect(says(rows(10), rows(1_000))).toEqual([]);
  expect(says(rows(9), rows(1_000))).toEqual(["rows of orders: 9 in staging, 1000 in production"]);
  expect(says(rows(0), rows(0))).toEqual([]);
  expect(says({ ...undescribed, data: { tables: {} } }, rows(5))).toEqual(["rows of orders is missing in staging"]);
});

test("an allowed difference is told apart with its reason, down to its least share", () => {
  const { differences } = compareDescriptors(
    { ...whole, instances: { count: 2, cpu: 1, memory: 1_024 ** 3 } },
    whole,
    0.01,
  );
  const count = { what: "instances.count", reason: "no users there", minRatio: 0.5 };
  const unused = { what: "flags.*", reason: "once", minRatio: null };

  const sorted = allowDifferences(differences, [count, unused]);
  expect(sorted.open.map(({ what }) => what)).toEqual(["instances.cpu"]);
  expect(sorted.allowed).toMatchObject([{ what: "instances.count", reason: "no users there" }]);
  expect(sorted.unused).toEqual([unused]);

  expect(allowDifferences(differences, [{ ...count, minRatio: 0.75 }]).open[0]?.says).toBe(
    "number of instances: 2 in staging, 4 in production; a difference is allowed down to 0.75 of production",
  );
  expect(allowDifferences(differences, [{ ...count, what: "instances.*" }]).open).toEqual([]);
});

test("what several sources say of a side is one descriptor", () => {
  const merged = mergeDescriptors([
    { ...undescribed, instances: { count: 2 }, config: ["A"] },
    { ...undescribed, instances: { count: 3, cpu: 1 }, config: ["B"], data: { tables: { a: 1 } } },
    { ...undescribed, schema: "7", data: { tables: { b: 2 } } },
  ]);
  expect(merged).toEqual({
    ...undescribed,
    instances: { count: 3, cpu: 1 },
    config: ["A", "B"],
    schema: "7",
    data: { tables: { a: 1, b: 2 } },
  });
});
