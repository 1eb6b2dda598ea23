import { text } from "./answer.mjs";
import { productOf } from "./catalogue.mjs";
import { details } from "./details.mjs";
import { rehearseOnProductPage } from "./faults.mjs";
import { page } from "./layout.mjs";
import { inStock } from "./warehouse.mjs";

export const productPage = async ({ id }) => {
  await rehearseOnProductPage();
  const product = productOf(id);
  if (product === undefined) return text(404, "There is no such product.\n");
  return page(200, product.name, details(product, await inStock(product)));
};
