import { z } from "zod";
import { name, share, strict } from "./values.ts";

const used = z
  .record(name, z.union([z.literal("100%").transform(() => 1), share]))
  .refine((shares) => Object.values(shares).reduce((sum, one) => sum + one, 0) <= 1.0001, {
    error: "comes to more than 100 %; write each engine once, as a share of all users",
  })
  .describe("Share of users by browser engine, such as chromium: 62%.");

/** Browser engines that enough users have to be tried; their names are those of the parts of a check. */
export const browsers = strict({
  least: share.prefault("5%").describe("An engine counts from this share of users on."),
  used,
})
  .refine(({ least, used: shares }) => Object.values(shares).some((one) => one >= least), {
    error: "names no engine that reaches least; lower least, or write what users have",
  })
  .transform(({ least, used: shares }): readonly string[] =>
    Object.entries(shares).flatMap(([engine, one]) => (one >= least ? [engine] : [])),
  )
  .exactOptional()
  .describe("Browser engines of the users, of which those count that enough of them have.");
