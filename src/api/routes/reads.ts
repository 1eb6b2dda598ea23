import { releaseReads } from "./release-reads.ts";
import { serviceReads } from "./service-reads.ts";

/** Everything that can be looked at, by the name of its route. */
export const reads = { ...releaseReads, ...serviceReads };
