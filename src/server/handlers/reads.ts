import { reads } from "../../api/routes/reads.ts";
import type { Handler } from "../call.ts";
import type { House } from "../house.ts";
import type { Served } from "../register.ts";
import { releaseReadHandlers } from "./release-reads.ts";
import { serviceReadHandlers } from "./service-reads.ts";

export type ReadHandlers = { readonly [Name in keyof typeof reads]: Handler<(typeof reads)[Name]> };

export type Reading = Pick<House, "engine" | "project">;

/** Answers of everything that can be looked at, by the name of its route. They change nothing. */
export const readHandlers = (reading: Reading): ReadHandlers => ({
  ...releaseReadHandlers(reading),
  ...serviceReadHandlers(reading),
});

/** The same as the server registers them. The types of the record saw to it that route and handler belong together. */
export const readsServed = (reading: Reading): readonly Served[] => {
  const handlers = readHandlers(reading);
  const names = Object.keys(reads) as (keyof typeof reads)[];
  return names.map((name) => ({ route: reads[name], handler: handlers[name] }) as unknown as Served);
};
