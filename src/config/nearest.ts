/**
 * The name that was probably meant: the nearest one, if it is no further than a third of the written name's length.
 * Further away a guess misleads more often than it helps.
 */
export const nearest = (name: string, names: readonly string[]): string | null => {
  const limit = name.length / 3;
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const known of names) {
    if (Math.abs(known.length - name.length) > limit) continue;
    const distance = editDistance(name, known);
    if (distance <= limit && (best === null || distance < best.distance)) best = { name: known, distance };
  }
  return best === null ? null : best.name;
};

const shown = 12;

/** The fix for a name that nobody knows: the guess, else the names there are. `noun` is their plural: `roles`. */
export const meant = (name: string, names: readonly string[], noun: string): string => {
  const guess = nearest(name, names);
  if (guess !== null) return `did you mean "${guess}"?`;
  const known = [...new Set(names)];
  if (known.length === 0) return `remove it, for there are no ${noun} here`;
  const more = known.length > shown ? ` and ${known.length - shown} more` : "";
  return `the ${noun} are ${known.slice(0, shown).join(", ")}${more}`;
};

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), so that `nmae` is 1 from `name`. */
const editDistance = (a: string, b: string): number => {
  let [twoAbove, above] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = above[j - 1]! + (same ? 0 : 1);
      const swap = swapped ? twoAbove[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, replaced, swap));
    }
    [twoAbove, above] = [above, row];
  }
  return above[b.length]!;
};
