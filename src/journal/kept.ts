import { AppError } from "../errors.ts";
import { canonical } from "./canonical.ts";
import type { Kept } from "./port.ts";
import type { Row } from "./rows.ts";

/**
 * The text that a vault keeps of a value.
 * @throws TypeError for what JSON would lose or bend in silence
 */
export const keptText = (value: unknown): string => {
  canonical(value);
  return JSON.stringify(value);
};

/** @throws AppError `JOURNAL_DAMAGED`, which says neither key nor value: either may be a secret */
export const toKept = (row: Row): Kept => ({
  kind: String(row.kind),
  key: String(row.key),
  value: parsed(row),
  until: row.until as Kept["until"],
  version: Number(row.version),
});

const parsed = ({ kind, value }: Row): unknown => {
  try {
    return JSON.parse(String(value));
  } catch {
    throw new AppError("JOURNAL_DAMAGED", { where: `the vault (${kind})`, problem: "a value is not JSON" });
  }
};

/** Those that can be read: one that cannot be hides no other. */
export const readableKept = (rows: readonly Row[]): readonly Kept[] =>
  rows.flatMap((row) => {
    try {
      return [toKept(row)];
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  });
