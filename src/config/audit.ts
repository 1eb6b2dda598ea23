import { z } from "zod";
import { service } from "./logs.ts";
import { probeList } from "./probes.ts";

/** ms. Whoever disables the audit log is found out within it (R100). */
const longest = 290_000;

export const audit = z
  .array(
    service.refine(({ within }) => within <= longest, {
      path: ["within"],
      error: "is too long; a missing entry must show in less than 5 minutes, so write 4m or less",
    }),
  )
  .default([])
  .describe("Audit logs: how a marked action is done, and where its entry must be found.");

export const dataProtection = probeList.describe("Probes of how data is protected, such as who may read what.");
