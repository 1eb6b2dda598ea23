import { z } from "zod";
import { moment } from "../values.ts";

/** What a plan is asked with. */
export const planned = z
  .strictObject({
    productionAt: moment.optional().describe("Planned start in production; else as it is planned."),
    measure: z.coerce
      .number()
      .int()
      .min(0)
      .max(30_000)
      .default(5_000)
      .describe("How long requests are counted, in ms. 0: they are not."),
    rps: z.coerce.number().positive().max(1e9).optional().describe("Requests a second to plan with instead."),
    errorRate: z.coerce.number().gt(0).lt(1).optional().describe("Share of requests that fail; goes with rps."),
  })
  .refine(({ rps, errorRate }) => (rps === undefined) === (errorRate === undefined), {
    error: "rps and errorRate go together: give both or neither",
    path: ["errorRate"],
  });
