import { products } from "./catalogue.mjs";

/** Products whose name or category contains every word. */
export const matches = (words) => {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const textOf = ({ name, category }) => `${name} ${category}`.toLowerCase();
  return products.filter((product) => wanted.every((word) => textOf(product).includes(word)));
};

export const suggestion = (_words) => null;
