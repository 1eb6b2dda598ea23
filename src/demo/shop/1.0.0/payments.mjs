import { log } from "./log.mjs";

const at = process.env.SHOP_PAYMENTS;
const key = process.env.SHOP_PAYMENTS_KEY ?? "demo";

/** Charges so many euro cents: `ok`, `refused`, `unreachable`, or `not set` when there is no payment service. */
export const charge = async (order, cents) => {
  if (at === undefined) return "not set";
  try {
    const answer = await fetch(`${at}/charge`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ order, cents, currency: "EUR" }),
      signal: AbortSignal.timeout(2_000),
    });
    if (!answer.ok) log("error", "payment refused", { order, status: answer.status });
    return answer.ok ? "ok" : "refused";
  } catch (error) {
    log("error", "payments unreachable", { order, problem: String(error) });
    return "unreachable";
  }
};

/** A charge of nothing, with the real key: shows a wrong key before a customer does. */
export const probe = () => charge("probe", 0);
