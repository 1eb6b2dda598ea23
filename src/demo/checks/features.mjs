// node features.mjs <base url> [promised]: each feature that 1.1.0 delivered, looked at in the running shop. `promised`
// names what the release notes promise, ids with commas between; what has no check here counts as unproven.
import { figuresReport, findingsOf } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";
import { cartWith } from "./lib/shop.mjs";

const contains = ({ body }, words) => (body.includes(words) ? null : `the page does not say “${words}”`);

const features = (ask) => [
  {
    id: "did-you-mean",
    severity: "high",
    where: "/search?q=lnen+apron",
    holds: async () => contains(await ask("/search?q=lnen+apron"), 'Did you mean <a href="/search?q=linen%20apron">'),
  },
  {
    id: "vat-in-catalogue",
    severity: "high",
    where: "/",
    holds: async () => contains(await ask("/"), "€18.92 incl. 19 % VAT (€15.90 net)"),
  },
  {
    id: "vat-on-product",
    severity: "high",
    where: "/product/p-13",
    holds: async () => contains(await ask("/product/p-13"), "€18.92 incl. 19 % VAT (€15.90 net)"),
  },
  {
    id: "vat-in-cart",
    severity: "high",
    where: "/cart",
    holds: async () => {
      const cookie = await cartWith(ask, "p-13", 2);
      return contains(await ask("/cart", { headers: { cookie } }), "€37.84 incl. 19 % VAT (€31.80 net)");
    },
  },
];

runOnShop(["[promised]"], async ({ ask }, promised = "") => {
  const cases = features(ask);
  const ids = cases.map(({ id }) => id);
  const unproven = promised.split(",").filter((id) => id !== "" && !ids.includes(id));
  const broken = await findingsOf(cases);
  const findings = [...broken, ...unproven.map(unchecked)];
  const figures = {
    checked: cases.length,
    problems: findings.length,
    features: cases.length,
    unproven: unproven.length,
    failed: broken.length,
  };
  return figuresReport("shop features", figures, findings, { features: ids });
});

const unchecked = (id) => ({ id, severity: "medium", title: "no check looks at this promised feature", where: "" });
