import { products } from "./catalogue.mjs";

const textOf = ({ name, category }) => `${name} ${category}`.toLowerCase();
const split = (words) => words.toLowerCase().split(/\s+/).filter(Boolean);
const vocabulary = [...new Set(products.flatMap((product) => split(textOf(product))))].sort();

/** Products whose name or category contains every word. */
export const matches = (words) => {
  const wanted = split(words);
  if (wanted.length === 0) return [];
  return products.filter((product) => wanted.every((word) => textOf(product).includes(word)));
};

/** The words with each one that we do not sell replaced by the nearest that we do; null when nothing is near. */
export const suggestion = (words) => {
  const better = split(words).map(nearest);
  if (better.length === 0 || better.includes(null)) return null;
  const joined = better.join(" ");
  return matches(joined).length > 0 ? joined : null;
};

const nearest = (word) => {
  if (vocabulary.some((known) => known.includes(word))) return word;
  const byDistance = vocabulary.map((known) => ({ known, far: distance(word, known) })).sort((a, b) => a.far - b.far);
  const [best] = byDistance;
  return best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.known : null;
};

/** Levenshtein distance: fewest signs to insert, delete or replace. */
const distance = (a, b) => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
};
