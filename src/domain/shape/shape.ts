/** What kind of value stands at each place of a JSON text: `/customer/email` → `string`. A list is one place, `/items/*`. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/** A JSON value → its shape; what stands there is not kept. */
export const shapeOf = (value: unknown): Shape => {
  const shape = new Map<string, Set<string>>();
  const add = (at: string, one: unknown): void => {
    shape.set(at, (shape.get(at) ?? new Set()).add(kindOf(one)));
    if (Array.isArray(one)) for (const item of one) add(`${at}/*`, item);
    else if (typeof one === "object" && one !== null)
      for (const [key, inner] of Object.entries(one))
        add(`${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, inner);
  };
  add("", value);
  return shape;
};

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
};

export type ShapeDifference = { readonly at: string; readonly was: string; readonly is: string };

/**
 * What a recorded answer has and a live one lacks or has as another kind, by place. What is new there is no difference:
 * whoever reads the old fields is not disturbed by others. Of an empty list nothing can be told, and so its items differ.
 */
export const shapeDifferences = (recorded: Shape, live: Shape): readonly ShapeDifference[] =>
  [...recorded].flatMap(([at, was]) => {
    const is = live.get(at);
    const strange = [...(is ?? [])].filter((kind) => !was.has(kind));
    if (is !== undefined && strange.length === 0) return [];
    // One line for a whole part that is gone or another: its inner places say no more.
    const above = at.slice(0, at.lastIndexOf("/"));
    if (at !== "" && is === undefined && !holdsParts(live.get(above))) return [];
    return [{ at: at === "" ? "/" : at, was: words(was), is: is === undefined ? "nothing" : words(is) }];
  });

const holdsParts = (kinds: ReadonlySet<string> | undefined): boolean =>
  kinds !== undefined && (kinds.has("object") || kinds.has("list"));

const words = (kinds: ReadonlySet<string>): string => [...kinds].toSorted().join(" or ");
