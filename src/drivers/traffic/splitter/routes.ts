import { z } from "zod";
import { type Digest, isDigest, type Percent } from "../../../domain/units.ts";
import type { Fence, Route } from "../../port.ts";

/** What the splitter keeps on disk and is given by `PUT /routes`. */
export type Routing = { readonly fence: Fence; readonly routes: readonly Route[] };

const route = z.strictObject({
  build: z.custom<Digest>((value) => typeof value === "string" && isDigest(value), "must be a digest"),
  endpoints: z.array(z.string().regex(/^(\[[0-9a-f:.]+\]|[^\s:/@?#]+):\d+$/i, "must read host:port")),
  weight: z.custom<Percent>((value) => typeof value === "number" && value >= 0 && value <= 100, "must be 0 … 100"),
  cohort: z.exactOptional(
    z.strictObject({ by: z.enum(["header", "cookie"]), name: z.string().min(1), value: z.string() }),
  ),
});

const sumOf = (routes: readonly Route[]): number => routes.reduce((sum, { weight }) => sum + weight, 0);

const routing = z.strictObject({
  fence: z.tuple([z.int().min(0), z.int().min(0)]),
  routes: z
    .array(route)
    .refine((routes) => routes.length === 0 || Math.abs(sumOf(routes) - 100) < 1e-6, {
      error: "weights must sum to 100",
    })
    .refine((routes) => routes.filter(({ cohort }) => cohort !== undefined).length <= 1, {
      error: "one side may have a cohort",
    })
    .refine((routes) => new Set(routes.map(({ build }) => build)).size === routes.length, {
      error: "a build may stand there once",
    }),
});

/** @returns the routing, or what is wrong with it in one line */
export const parseRouting = (value: unknown): Routing | string => {
  const parsed = routing.safeParse(value);
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ path, message }) => `${path.join(".") || "routing"}: ${message}`).join("; ");
};

/** Is `a` the older one? Holds are compared first, then leases. */
export const isOlder = (a: Fence, b: Fence): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
