import { products } from "./catalogue.mjs";
import { escaped, page } from "./layout.mjs";
import { shown } from "./price.mjs";

export const entry = ({ id, name, cents }) =>
  `<li><a href="/product/${id}">${escaped(name)}</a> <span class="price">${shown(cents)}</span></li>`;

export const frontPage = () => page(200, "Catalogue", `<ul>\n${products.map(entry).join("\n")}\n</ul>`);
