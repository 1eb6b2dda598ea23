import fc from "fast-check";

/** What happened to a file: at a share of its length, so many bytes. */
export type Damage = {
  readonly kind: "flip" | "cut" | "delete" | "repeat" | "swap" | "zero" | "splice";
  readonly at: number;
  readonly from: number;
  readonly size: number;
};

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

export const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom("flip", "cut", "delete", "repeat", "swap", "zero", "splice"),
  at: share,
  from: share,
  size: fc.integer({ min: 1, max: 160 }),
});

/** The bytes after it; those given are left alone. */
export const damaged = (bytes: Uint8Array, { kind, at, from, size }: Damage): Uint8Array => {
  const start = Math.floor(at * bytes.length);
  const [before, middle, after] = [bytes.slice(0, start), bytes.slice(start, start + size), bytes.slice(start + size)];
  const other = Math.floor(from * bytes.length);
  switch (kind) {
    case "flip":
      return bytes.map((byte, i) => (i === start ? byte ^ (1 << (size % 8)) : byte));
    case "cut":
      return before;
    case "delete":
      return joined(before, after);
    case "repeat":
      return joined(before, middle, middle, after);
    case "swap":
      return joined(before, after.slice(0, size), middle, after.slice(size));
    case "zero":
      return joined(
        before,
        middle.map(() => 0),
        after,
      );
    case "splice":
      return joined(before, bytes.slice(other, other + size), after);
  }
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
