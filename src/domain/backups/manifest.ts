import { type Instant, instant } from "../units.ts";
import type { Contents, TableSum } from "./contents.ts";

/** What a backup says of itself: written beside it when it was made, as `<dump>.manifest.json`. */
export type Manifest = Contents & {
  readonly madeAt: Instant;
  /** Of the bytes of the dump, in hex. */
  readonly sha256: string;
};

export const manifestFile = (dump: string): string => `${dump}.manifest.json`;

export const writeManifest = ({ madeAt, ...rest }: Manifest): string =>
  `${JSON.stringify({ madeAt: new Date(madeAt).toISOString(), ...rest }, null, 2)}\n`;

/** Null for anything else: a list that cannot be read proves nothing. */
export const readManifest = (text: string): Manifest | null => {
  const given = parsed(text);
  const { madeAt, sha256, schema, tables } = given ?? {};
  const at = typeof madeAt === "string" ? Date.parse(madeAt) : Number.NaN;
  if (!Number.isFinite(at) || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  if (typeof schema !== "string" || !isRecord(tables) || !Object.values(tables).every(isSum)) return null;
  return { madeAt: instant(at), sha256, schema, tables: tables as Manifest["tables"] };
};

const parsed = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSum = (value: unknown): value is TableSum =>
  isRecord(value) && Number.isSafeInteger(value.rows) && Number(value.rows) >= 0 && typeof value.checksum === "string";
