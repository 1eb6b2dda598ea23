import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { type EnvironmentValues, valuesOf } from "./environment-values.ts";

export type SecretEqualitySettings = {
  readonly sides: readonly [EnvironmentValues, EnvironmentValues];
  readonly names: readonly string[];
  readonly must: "match" | "differ";
};

/**
 * Whether secrets of two environments are the same. They are compared by their HMAC under a key of this moment, which
 * nobody keeps: neither values nor anything that could be held against another list ever leaves.
 */
export const secretEquality: Look<SecretEqualitySettings> = async ({ sides, names, must }, signal) => {
  const [one, other] = await Promise.all(sides.map((side) => valuesOf(side, signal)));
  const key = randomBytes(32);
  const keyed = (value: string) => createHmac("sha256", key).update(value).digest();
  const [here, there] = [sides[0].where, sides[1].where];
  const problems = names.flatMap((name) => {
    const [a, b] = [one!.get(name), other!.get(name)];
    // Two that are not there are not the same, and no different ones either.
    if (!a || !b)
      return [...(a ? [] : [`${name} is not set in ${here}`]), ...(b ? [] : [`${name} is not set in ${there}`])];
    const same = timingSafeEqual(keyed(a), keyed(b));
    if (same === (must === "match")) return [];
    return [same ? `${name} is the same in ${here} and ${there}` : `${name} is not the same in ${here} and ${there}`];
  });
  return answered("secret-equality", `${here}, ${there}`, problems);
};
