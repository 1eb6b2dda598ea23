import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type YAMLMap } from "yaml";
import type { Path } from "./complaint.ts";

type Lines = (path: Path) => number;
type Child = { readonly node: unknown; readonly offset: number | null };

/** The line of a path in a YAML document, counted from 1; where the path leads nowhere, that of the nearest node above. */
export const linesOf = (document: Document, counter: LineCounter): Lines => {
  const indices = new WeakMap<YAMLMap, ReadonlyMap<string, Child>>(); // or many complaints about one big map take for ever
  const childrenOf = (map: YAMLMap): ReadonlyMap<string, Child> => {
    const index = indices.get(map) ?? indexOf(map);
    indices.set(map, index);
    return index;
  };
  return (path) => {
    let offset = startOf(document.contents) ?? 0;
    let node: unknown = document.contents;
    for (const key of path) {
      const target = isAlias(node) ? node.resolve(document) : node;
      const child = isMap(target) ? childrenOf(target).get(String(key)) : itemOf(target, key);
      if (child === undefined) break;
      offset = child.offset ?? offset;
      node = child.node;
    }
    return counter.linePos(offset).line;
  };
};

/** A pair begins at its key: the value of a block map stands a line further down. */
const indexOf = (map: YAMLMap): ReadonlyMap<string, Child> =>
  new Map(map.items.map(({ key, value }) => [keyName(key), { node: value, offset: startOf(key) }]));

const itemOf = (node: unknown, key: PropertyKey): Child | undefined => {
  if (!isSeq(node) || typeof key !== "number" || key >= node.items.length) return undefined;
  return { node: node.items[key], offset: startOf(node.items[key]) };
};

/** The name that a key has once the map is an object: `1` and `"1"` are one. */
export const keyName = (key: unknown): string => (isScalar(key) ? String(key.value ?? "") : String(key));

export const startOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null);
