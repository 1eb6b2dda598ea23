import fc from "fast-check";
import { expect, test } from "vitest";
import { readDescriptor } from "./read-descriptor.ts";

const read = (value: unknown) => readDescriptor(new TextEncoder().encode(JSON.stringify(value)));
const problemOf = (value: unknown): string => {
  const reading = read(value);
  return reading.ok ? "" : reading.problem;
};

test("a descriptor is read, with memory in bytes or as people write it", () => {
  const reading = read({
    instances: { count: 4, memory: "512 MiB" },
    runtime: { node: "26.10.0", image: `sha256:${"ab12".repeat(16)}` },
    config: ["PAYMENTS_KEY", "SECRET_TOKEN"],
    flags: { checkout: true },
    schema: 42,
    data: { tables: { orders: 7 } },
  });
  expect(reading).toMatchObject({
    ok: true,
    descriptor: { instances: { count: 4, memory: 536_870_912 }, flags: { checkout: "true" }, schema: "42" },
  });
});

test.each([
  [{ runtime: { url: "postgres://shop:hunter2@db/shop" } }],
  [{ flags: { key: "AKIAIOSFODNN7EXAMPLE" } }],
  [{ flags: { key: `gh${"p_16C7e42F292c6912E7710c838347Ae178B4a"}` } }],
  [{ dependencies: { a: "api_key=abc123" } }],
  [{ schema: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc" }],
  [{ flags: { aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY: "on" } }],
])("what looks like a secret in %j is refused, and not repeated", (value) => {
  const problem = problemOf(value);
  expect(problem).toContain("looks like a secret");
  expect(problem).not.toMatch(/hunter2|AKIA|gh[p]_|abc123|eyJ|aB3d/);
});

test.each([
  [{ config: { PAYMENTS_KEY: "abc" } }, "config"],
  [{ config: ["PAYMENTS_KEY=abc"] }, "never their values"],
  [{ memory: 1 }, "memory"],
  [{ instances: { memory: "much" } }, "instances.memory"],
  [{ data: { tables: { orders: -1 } } }, "data.tables.orders"],
  [{}, "it describes nothing"],
  [[], "object"],
])("%j is refused: %s", (value, problem) => {
  expect(problemOf(value)).toContain(problem);
});

test("whatever comes is read or refused, and never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.json(), (bytes, json) => {
      readDescriptor(bytes);
      readDescriptor(new TextEncoder().encode(json));
    }),
    { numRuns: 300, seed: 7 },
  );
});
