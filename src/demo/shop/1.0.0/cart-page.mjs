import { randomUUID } from "node:crypto";
import { json, text } from "./answer.mjs";
import { cartOf, cookieOf, totalCents, withMore } from "./cart.mjs";
import { productOf } from "./catalogue.mjs";
import { formOf } from "./form.mjs";
import { escaped, page } from "./layout.mjs";
import { log } from "./log.mjs";
import { charge } from "./payments.mjs";
import { shown } from "./price.mjs";

const row = ({ product, quantity }) => `<li>${quantity} × ${escaped(product.name)}</li>`;

export const showCart = ({ request }) => {
  const cart = cartOf(request);
  if (cart.length === 0) return page(200, "Cart", "<p>Your cart is empty.</p>");
  const total = `<p class="total">${shown(totalCents(cart))}</p>`;
  return page(200, "Cart", `<ul>\n${cart.map(row).join("\n")}\n</ul>\n${total}`);
};

export const addToCart = async ({ request }) => {
  const fields = await formOf(request);
  if (fields === null) return text(413, "This form is too long or cannot be read.\n");
  const product = productOf(fields.product);
  const quantity = Number(fields.quantity ?? 1);
  if (product === undefined || !Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    return text(422, "Name a product of the catalogue and a quantity from 1 to 99.\n");
  return text(303, "", { location: "/cart", "set-cookie": cookieOf(withMore(cartOf(request), product, quantity)) });
};

const orderOf = (cart, isTest) => ({
  id: randomUUID(),
  at: new Date().toISOString(),
  lines: cart.map(({ product, quantity }) => ({ product: product.id, quantity, cents: product.cents })),
  totalCents: totalCents(cart),
  ...(isTest ? { test: true } : {}),
});

export const checkout = async ({ request, orders }) => {
  const fields = await formOf(request);
  if (fields === null) return text(413, "This form is too long or cannot be read.\n");
  const cart = cartOf(request);
  if (cart.length === 0) return text(422, "Your cart is empty.\n");
  const order = orderOf(cart, fields.test === "1");
  const payment = await charge(order.id, order.totalCents);
  if (payment === "refused") return text(402, "The payment was refused; nothing was ordered.\n");
  if (payment === "unreachable") return text(502, "Payments cannot be reached; nothing was ordered.\n");
  await orders.append(order);
  log("info", "checkout", { order: order.id, totalCents: order.totalCents });
  return json(201, { order: order.id, totalCents: order.totalCents }, { "set-cookie": cookieOf([]) });
};
