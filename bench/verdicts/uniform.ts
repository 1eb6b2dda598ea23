/** Numbers in (0, 1), without 0 and 1 themselves, 52 bits each. */
export type Uniform = () => number;

/** The same text gives the same numbers, on every machine. */
export const uniformFrom = (text: string): Uniform => {
  const next = sfc32(seedOf(text));
  // Outputs of close seeds differ from the start only after some rounds.
  for (let i = 0; i < 15; i++) next();
  return () => ((next() >>> 6) * 2 ** 26 + (next() >>> 6) + 0.5) / 2 ** 52;
};

type Seed = readonly [number, number, number, number];

/** @source sfc32 of PractRand, Chris Doty-Humphrey, public domain: 128 bits of state, no failure known to 2^45 bytes. */
const sfc32 = (seed: Seed): (() => number) => {
  let [a, b, c, counter] = seed;
  return () => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + out) | 0;
    return out >>> 0;
  };
};

/** Four runs of FNV-1a from different beginnings. */
const seedOf = (text: string): Seed => {
  const hash = (basis: number): number => {
    let mixed = basis;
    for (const sign of text) mixed = Math.imul(mixed ^ (sign.codePointAt(0) ?? 0), 0x01000193);
    return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  };
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x243f6a88), hash(0xb7e15162)];
};
