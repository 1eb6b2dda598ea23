/** So many tests are kept by name; an event with more would be large for little. */
const mostNamed = 2_000;
/** So many are kept by a fingerprint of the name; beyond, the next release can only compare counts. */
const mostKept = 20_000;

/**
 * Which tests ran, for the next release to tell which are gone: names, or fingerprints when there are more than 2,000,
 * or null for more than 20,000. A name that comes again is numbered, so that losing one of two shows.
 */
export const testNames = () => {
  let kept: Map<string, number> | null = new Map();
  let byName = true;
  const abridge = (): void => {
    byName = false;
    kept = new Map([...(kept ?? [])].map(([name, times]) => [fingerprint(name), times]));
  };
  return {
    add(name: string): void {
      if (kept === null) return;
      const key = byName ? name : fingerprint(name);
      kept.set(key, (kept.get(key) ?? 0) + 1);
      if (byName && kept.size > mostNamed) abridge();
      if (kept.size > mostKept) kept = null;
    },
    list: (): readonly string[] | null => kept && [...kept].flatMap(([name, times]) => numbered(name, times)),
  };
};

const numbered = (name: string, times: number): readonly string[] =>
  Array.from({ length: Math.min(times, mostNamed) }, (_, i) => (i === 0 ? name : `${name} (${i + 1})`));

const isFingerprint = (name: string): boolean => /^#[0-9a-z]{1,11}( \(\d+\))?$/.test(name);

/** The same test in both of two lists has the same key, whichever of them is of names. */
export const keysOf = (names: readonly string[], abridged: boolean): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [abridged && !isFingerprint(name) ? fingerprintOfNumbered(name) : name, name]));

export const isAbridged = (names: readonly string[]): boolean => names.some(isFingerprint);

const fingerprintOfNumbered = (name: string): string => {
  const [, base = name, again = ""] = /^(.*?)( \(\d+\))?$/s.exec(name) ?? [];
  return fingerprint(base) + again;
};

/**
 * 53 bits: among 20,000 names two are alike once in 45 million lists. No defence against names that are made to collide.
 * @source cyrb53, by bryc (public domain)
 */
const fingerprint = (name: string): string => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < name.length; i++) {
    const sign = name.charCodeAt(i);
    a = Math.imul(a ^ sign, 2_654_435_761);
    b = Math.imul(b ^ sign, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return `#${(4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(36)}`;
};
