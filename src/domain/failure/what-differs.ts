import { looksSecret } from "../looks-secret.ts";

/** One place at which two values are not the same, each side as text; "" where it is not there. */
export type Difference = { readonly path: string; readonly before: string; readonly after: string };

/** Whether it could be told what differs; else it is the reason in words. */
export const isWhole = (found: readonly Difference[] | string): found is readonly Difference[] =>
  typeof found !== "string";

/** Where two values of JSON differ, leaf by leaf, in the order of their keys. */
export const whatDiffers = (before: unknown, after: unknown, path = ""): readonly Difference[] => {
  const [a, b] = [partsOf(before), partsOf(after)];
  if (a === null || b === null) {
    const [then, now] = [inWords(before), inWords(after)];
    return then === now ? [] : [{ path, before: then, after: now }];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => whatDiffers(a[key], b[key], path === "" ? key : `${path}.${key}`));
};

/** Null for what has no parts; an empty list or map is a leaf, so that it differs from nothing at all. */
const partsOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0
    ? (value as Readonly<Record<string, unknown>>)
    : null;

const inWords = (value: unknown): string => (value === undefined ? "" : (JSON.stringify(value) ?? ""));

/** A password looks like any other word: it is told by its name as well. The name of a variable is none. */
export const withoutSecret = ({ path, before, after }: Difference): Difference => {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const kept = (value: string): string =>
    looksSecret(`${name}=${value}`) && !/^"\$\w+"$/.test(value) ? "[hidden]" : value;
  return { path, before: kept(before), after: kept(after) };
};
