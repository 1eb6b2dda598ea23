import type { Path } from "./complaint.ts";

/** What is left of a document once everything wrong was taken out of it: any part of it may be missing. */
export type Sound<T> = T extends readonly (infer Item)[]
  ? readonly (Sound<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Sound<T[Key]> | undefined }
    : T;

/**
 * A copy of `raw` in which each node at one of the `wrong` paths is `undefined`. Its key or its place in a list stays,
 * so that a rule can tell "written wrongly" from "not written", and a name that was written counts as known.
 */
export const soundParts = (raw: unknown, wrong: readonly Path[]): unknown => {
  const root = { document: structuredClone(raw) };
  for (const path of wrong) takeOut(root, ["document", ...path]);
  return root.document;
};

const takeOut = (node: unknown, [key, ...rest]: Path): void => {
  if (typeof node !== "object" || node === null || key === undefined || !Object.hasOwn(node, key)) return;
  if (rest.length > 0) takeOut((node as Record<PropertyKey, unknown>)[key], rest);
  else Object.defineProperty(node, key, { value: undefined, enumerable: true });
};
