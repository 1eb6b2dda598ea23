import type { Difference } from "./compare-descriptors.ts";

/** A difference that is meant, and why. `what` may end in `.*`. */
export type AllowedDifference = {
  readonly what: string;
  readonly reason: string;
  /** The least share of production that staging must have all the same; null: any. */
  readonly minRatio: number | null;
};

export type Sorted<One extends Difference = Difference> = {
  readonly open: readonly One[];
  readonly allowed: readonly (One & { readonly reason: string })[];
  /** Allowed, and there is no such difference: an exception that outlived its cause. */
  readonly unused: readonly AllowedDifference[];
};

export const allowDifferences = <One extends Difference>(
  differences: readonly One[],
  rules: readonly AllowedDifference[],
): Sorted<One> => {
  const matched = differences.map((one) => ({ one, rule: rules.find((rule) => isFor(rule, one)) }));
  return {
    open: matched.flatMap(({ one, rule }) => (rule === undefined || isTooLittle(rule, one) ? [told(one, rule)] : [])),
    allowed: matched.flatMap(({ one, rule }) =>
      rule === undefined || isTooLittle(rule, one) ? [] : [{ ...one, reason: rule.reason }],
    ),
    unused: rules.filter((rule) => !differences.some((one) => isFor(rule, one))),
  };
};

const isFor = ({ what }: AllowedDifference, one: { readonly what: string }): boolean =>
  what.endsWith(".*") ? one.what.startsWith(what.slice(0, -1)) : one.what === what;

const isTooLittle = ({ minRatio }: AllowedDifference, { ratio }: Difference): boolean =>
  minRatio !== null && (ratio === null || ratio < minRatio);

const told = <One extends Difference>(one: One, rule: AllowedDifference | undefined): One =>
  rule?.minRatio == null
    ? one
    : { ...one, says: `${one.says}; a difference is allowed down to ${rule.minRatio} of production` };
