import assert from "node:assert/strict";
import { buy, cartWith, post } from "./lib/shop.mjs";

const page = (path, status, ...words) => [
  `GET ${path} answers ${status}${words.length > 0 ? ` with ${words.map((word) => `“${word}”`).join(", ")}` : ""}`,
  async (ask) => {
    const answer = await ask(path);
    assert.equal(answer.status, status);
    for (const word of words) assert.ok(answer.body.includes(word), `the answer does not contain “${word}”`);
  },
];

const count = async (ask) => JSON.parse((await ask("/orders/count")).body).count;
const digest = async (ask, upTo) => JSON.parse((await ask(`/data/checksum?upto=${upTo}`)).body);

/** What every version must do: suite → cases `[name, run(ask)]`; a case fails by throwing. */
export const suites = {
  catalogue: [
    page("/", 200, "Catalogue", "Stoneware mug", "€15.90"),
    page("/product/p-1", 200, "Oak cutting board", "€34.90", "in stock"),
    page("/product/p-2", 200, "Breakfast set for two"),
    page("/product/p-24", 200, "Letter writing set"),
    page("/product/p-999", 404),
    page("/product/", 404),
    page("/no-such-page", 404),
  ],
  search: [
    page("/search?q=linen", 200, "Linen apron", "Linen napkins", "2 found"),
    page("/search?q=LINEN%20apron", 200, "Linen apron", "1 found"),
    page("/search?q=kitchen", 200, "Enamel kettle", "Copper ladle"),
    page("/search?q=zzzzzzzz", 200, "0 found"),
    page("/search", 200, "0 found"),
  ],
  cart: [
    page("/cart", 200, "Your cart is empty"),
    [
      "a product lies in the cart after it was added",
      async (ask) => {
        const cookie = await cartWith(ask, "p-13", 2);
        const { body } = await ask("/cart", { headers: { cookie } });
        assert.match(body, /2 × Stoneware mug/);
        assert.match(body, /€31\.80/);
      },
    ],
    [
      "adding it again raises the quantity",
      async (ask) => {
        const cookie = await cartWith(ask, "p-13", 2);
        const more = await ask("/cart", post({ product: "p-13", quantity: 3 }, { cookie }));
        assert.match(more.headers.get("set-cookie"), /cart=p-13\.5;/);
      },
    ],
    [
      "an unknown product is refused",
      async (ask) => assert.equal((await ask("/cart", post({ product: "x" }))).status, 422),
    ],
    [
      "a quantity of 0 is refused",
      async (ask) => assert.equal((await ask("/cart", post({ product: "p-1", quantity: 0 }))).status, 422),
    ],
    [
      "a cart that was tampered with is shown as empty",
      async (ask) => assert.match((await ask("/cart", { headers: { cookie: "cart=p-1.xx~zz.1" } })).body, /is empty/),
    ],
  ],
  checkout: [
    [
      "an order is counted",
      async (ask) => {
        const before = await count(ask);
        await buy(ask);
        assert.ok((await count(ask)) > before, "the number of orders did not grow");
      },
    ],
    ["an empty cart is refused", async (ask) => assert.equal((await ask("/checkout", post({}))).status, 422)],
    ["GET is refused", async (ask) => assert.equal((await ask("/checkout")).status, 405)],
    [
      "old orders stay as they are when new ones come",
      async (ask) => {
        const upTo = await count(ask);
        const before = await digest(ask, upTo);
        await buy(ask);
        assert.deepEqual(await digest(ask, upTo), before);
      },
    ],
  ],
  service: [
    page("/healthz", 200, "ok"),
    page("/version", 200, '"version"', '"build"'),
    [
      "HEAD answers as GET, without a body",
      async (ask) => {
        const { status, body } = await ask("/", { method: "HEAD" });
        assert.deepEqual({ status, body }, { status: 200, body: "" });
      },
    ],
  ],
};
