import { productOf } from "./catalogue.mjs";

const form = /^([\w-]+)\.(\d{1,2})$/;

/**
 * The cart lives in its cookie, `cart=p-1.2~p-7.1`, so that any instance of any version can serve any customer.
 * What cannot be read is dropped: the cookie is the customer's to change.
 */
export const cartOf = (request) => {
  const cookie = /(?:^|;\s*)cart=([^;]*)/.exec(request.headers.cookie ?? "");
  return (cookie?.[1] ?? "").split("~").slice(0, 20).flatMap(line);
};

const line = (written) => {
  const [, id, quantity] = form.exec(written) ?? [];
  const product = productOf(id);
  return product === undefined || Number(quantity) === 0 ? [] : [{ product, quantity: Number(quantity) }];
};

/** The cart with so many more of a product, 99 at most. */
export const withMore = (cart, product, quantity) => {
  const before = cart.find((line) => line.product === product)?.quantity ?? 0;
  const others = cart.filter((line) => line.product !== product);
  return [...others, { product, quantity: Math.min(99, before + quantity) }];
};

export const totalCents = (cart) => cart.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0);

export const cookieOf = (cart) => {
  const lines = cart.map(({ product, quantity }) => `${product.id}.${quantity}`).join("~");
  return `cart=${lines}; Path=/; HttpOnly; SameSite=Lax${cart.length === 0 ? "; Max-Age=0" : ""}`;
};
