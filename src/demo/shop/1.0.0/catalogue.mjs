import { readFileSync } from "node:fs";

/** `{ id, name, category, kind: "single" | "set", cents }`; prices in euro cents without VAT. */
export const products = JSON.parse(readFileSync(new URL("catalogue.json", import.meta.url), "utf8"));

const byId = new Map(products.map((product) => [product.id, product]));
export const productOf = (id) => byId.get(id);
