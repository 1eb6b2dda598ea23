import type { Dispatcher } from "undici";

type Request = Dispatcher.RequestOptions & { readonly path: string };
/** `keep` is handed the cookie of the answer: whoever filled a cart may check it out later. */
type Visit = { readonly request: Request; readonly keep: (cookie: string | string[] | undefined) => void };

const productCount = 24;
const searches = ["linen", "kitchen", "mug", "garden set", "wol blanket", "candle"];
/** Carts kept for a checkout; the oldest go first. */
const mostCarts = 20;

const form = { "content-type": "application/x-www-form-urlencoded" };
const get = (path: string): Request => ({ method: "GET", path });

/** What the next customer asks for: 60 % product, 20 % front, 10 % search, 7 % cart, 3 % checkout. */
export const customer = (random: () => number): (() => Visit) => {
  const carts: string[] = [];
  const below = (n: number): number => Math.floor(random() * n);
  const browse = (request: Request): Visit => ({ request, keep: () => {} });
  const product = (): string => `p-${1 + below(productCount)}`;

  const fillCart = (): Visit => ({
    request: { method: "POST", path: "/cart", headers: form, body: `product=${product()}&quantity=${1 + below(3)}` },
    keep: (cookie) => {
      const cart = [cookie].flat()[0]?.split(";", 1)[0];
      if (cart !== undefined && carts.push(cart) > mostCarts) carts.shift();
    },
  });
  const checkOut = (): Visit => {
    const cart = carts.shift();
    return cart === undefined
      ? fillCart()
      : browse({ method: "POST", path: "/checkout", headers: { ...form, cookie: cart }, body: "" });
  };

  return () => {
    const share = random() * 100;
    if (share < 60) return browse(get(`/product/${product()}`));
    if (share < 80) return browse(get("/"));
    if (share < 90) return browse(get(`/search?q=${encodeURIComponent(searches[below(searches.length)] ?? "")}`));
    return share < 97 ? fillCart() : checkOut();
  };
};
