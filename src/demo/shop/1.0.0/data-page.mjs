import { json, text } from "./answer.mjs";

export const count = async ({ orders }) => json(200, { count: (await orders.digest(Number.POSITIVE_INFINITY)).count });

/** `?upto=N` leaves out what came after the first N orders, so that old orders can be compared under traffic. */
export const checksum = async ({ orders, url }) => {
  const upTo = url.searchParams.get("upto");
  if (upTo !== null && !/^\d{1,12}$/.test(upTo)) return text(422, "upto is a whole number of orders.\n");
  return json(200, await orders.digest(upTo === null ? Number.POSITIVE_INFINITY : Number(upTo)));
};
