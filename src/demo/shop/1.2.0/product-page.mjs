import { text } from "./answer.mjs";
import { productOf } from "./catalogue.mjs";
import { details } from "./details.mjs";
import { rehearseOnProductPage } from "./faults.mjs";
import { entry } from "./front-page.mjs";
import { page } from "./layout.mjs";
import { log } from "./log.mjs";
import { recommend } from "./recommendations.mjs";
import { inStock } from "./warehouse.mjs";

const others = (recommended) =>
  `<section class="recommendations"><h2>Often bought together</h2>\n<ul>${recommended.map(entry).join("\n")}</ul></section>`;

export const productPage = async ({ id, orders }) => {
  await rehearseOnProductPage();
  const product = productOf(id);
  if (product === undefined) return text(404, "There is no such product.\n");
  const [stock, recommended] = await Promise.all([inStock(product), recommend(product, orders.path)]);
  if (recommended !== null) return page(200, product.name, `${details(product, stock)}\n${others(recommended)}`);
  if (product.kind === "single") return page(200, product.name, details(product, stock));
  // A set is completed by what is bought with it: without that there is no page to show.
  log("error", "set not composed", { product: id });
  return text(503, "This set cannot be shown right now.\n", { "retry-after": "1" });
};
