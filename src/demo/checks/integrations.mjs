// node integrations.mjs <base url>: asks the running shop to use each connection it has, with its real keys.
import { figuresReport, findingsOf } from "./lib/figures.mjs";
import { runOnShop } from "./lib/run.mjs";
import { buy } from "./lib/shop.mjs";

const cases = (ask) => [
  {
    id: "payments",
    severity: "critical",
    where: "/integrations",
    holds: async () => {
      const { payments } = JSON.parse((await ask("/integrations")).body);
      return payments === "ok" ? null : `a charge of nothing was answered: ${payments}`;
    },
  },
  {
    id: "payments-at-checkout",
    severity: "critical",
    where: "/checkout",
    holds: async () => {
      await buy(ask);
      return null;
    },
  },
];

runOnShop([], async ({ ask }) => {
  const tried = cases(ask);
  const findings = await findingsOf(tried);
  const figures = { checked: tried.length, problems: findings.length, failed: findings.length };
  return figuresReport("shop integrations", figures, findings, {
    integrations: findings.length === 0 ? ["payments"] : [],
  });
});
