import fc from "fast-check";

/** Something that may happen to bytes on their way. */
export type Mutation = {
  readonly kind: "flip" | "cut" | "delete" | "repeat";
  readonly at: number;
  readonly size: number;
};
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("flip", "cut", "delete", "repeat"),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  size: fc.integer({ min: 1, max: 120 }),
});

export const mutate = (bytes: Uint8Array, { kind, at, size }: Mutation): Uint8Array => {
  const start = Math.floor(at * bytes.length);
  const [before, middle, after] = [bytes.slice(0, start), bytes.slice(start, start + size), bytes.slice(start + size)];
  switch (kind) {
    case "flip":
      return bytes.map((byte, i) => (i === start ? byte ^ (1 << (size % 7)) : byte));
    case "cut":
      return before;
    case "delete":
      return Uint8Array.from([...before, ...after]);
    case "repeat":
      return Uint8Array.from([...before, ...middle, ...middle, ...after]);
  }
};
