import { Choose } from "./field.tsx";

const severities = [
  ["critical", "critical"],
  ["high", "high"],
  ["medium", "medium"],
  ["low", "low"],
] as const;

/** How bad it is. */
export const SeverityField = () => (
  <Choose label="Severity" name="severity" options={severities} defaultValue="medium" />
);
