/** ms that a page may take before it counts as unanswered. */
const patience = 5_000;

/**
 * The shop under test: `ask(path, init)` → `{ status, headers, body, ms }`, redirects not followed. Rejects when there
 * is no answer.
 */
export const shopAt = (base) => async (path, init) => {
  const began = performance.now();
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(new URL(path, base), { redirect: "manual", signal, ...init });
  const body = await answer.text();
  return { status: answer.status, headers: answer.headers, body, ms: performance.now() - began };
};

export const post = (fields, headers) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  body: new URLSearchParams(fields).toString(),
});

/** Fills a cart and returns its cookie, as a browser would send it back. */
export const cartWith = async (ask, product, quantity) => {
  const { status, headers } = await ask("/cart", post({ product, quantity }));
  if (status !== 303) throw new Error(`adding to the cart answered ${status}, not 303`);
  return headers.get("set-cookie").split(";", 1)[0];
};

/** Buys one mug as a test order; resolves to the number of the order. */
export const buy = async (ask) => {
  const cookie = await cartWith(ask, "p-13", 1);
  const { status, body } = await ask("/checkout", post({ test: "1" }, { cookie }));
  if (status !== 201) throw new Error(`the checkout answered ${status}, not 201: ${body.trim()}`);
  return JSON.parse(body).order;
};
