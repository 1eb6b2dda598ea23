import type { SeverityId } from "./incident.ts";

const ranks: readonly SeverityId[] = ["critical", "high", "medium", "low"];

export const isWorse = (one: SeverityId, than: SeverityId): boolean => ranks.indexOf(one) < ranks.indexOf(than);
