import { expect, test } from "vitest";
import { customer } from "./load-mix.ts";
import { seeded } from "./seeded.ts";

const visits = (seed: number, count: number) => {
  const next = customer(seeded(seed));
  return Array.from({ length: count }, () => {
    const { request, keep } = next();
    if (request.path === "/cart") keep("cart=p-1.1; Path=/");
    return `${request.method} ${request.path.replace(/\?.*/, "").replace(/p-\d+/, "id")}`;
  });
};

test("customers ask for what customers ask for", () => {
  const asked = visits(7, 20_000);
  const share = (what: string) => asked.filter((visit) => visit === what).length / asked.length;

  expect(share("GET /product/id")).toBeCloseTo(0.6, 1);
  expect(share("GET /")).toBeCloseTo(0.2, 1);
  expect(share("GET /search")).toBeCloseTo(0.1, 1);
  expect(share("POST /cart")).toBeGreaterThan(0.06);
  expect(share("POST /checkout")).toBeGreaterThan(0.02);
});

test("the same seed sends the same customers, another seed others", () => {
  expect(visits(7, 200)).toEqual(visits(7, 200));
  expect(visits(7, 200)).not.toEqual(visits(8, 200));
});
