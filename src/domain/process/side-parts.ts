import type { Check } from "./process.ts";

/** The part under which a check takes a VEX document: statements about what its scans found. */
export const vexPart = "vex";

const ofProduction = "production";

/** Where a fresh report on the build in production stands, made for comparing with this part. */
export const referencePart = (part: string): string => (part === "" ? ofProduction : `${part}@${ofProduction}`);

/** Does the check compare with the build that runs in production, rather than with another check of this release? */
export const comparesWithProduction = ({ comparedWith }: Check): boolean => comparedWith === ofProduction;

const ownParts = ({ parts }: Check): readonly string[] => (parts.length > 0 ? parts : [""]);

export const isReference = (check: Check, part: string): boolean =>
  comparesWithProduction(check) && !check.parts.includes(part) && ownParts(check).map(referencePart).includes(part);

export const isVex = (check: Check, part: string): boolean =>
  check.vex !== undefined && part === vexPart && !check.parts.includes(part);

/** Parts that answer nothing by themselves: they change what the other parts say. */
export const sideParts = (check: Check): readonly string[] => [
  ...(check.vex === undefined ? [] : [vexPart]),
  ...(comparesWithProduction(check) ? ownParts(check).map(referencePart) : []),
];
