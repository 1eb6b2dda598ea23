import { setTimeout as wait } from "node:timers/promises";

/** Asks how many are in stock. The wait stands for the stock system of a real shop: 20 to 30 ms away. */
export const inStock = async ({ id, cents }) => {
  await wait(20 + 10 * Math.random());
  return (id.length * 7 + cents) % 40;
};
