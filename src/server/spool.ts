import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../errors.ts";

/**
 * Keeps what is sent in a file while `use` reads it. Its name is made safe, and it lies in a folder of its own.
 *
 * @param most  in bytes
 * @throws AppError `BODY_TOO_LARGE`
 */
export const spool = async <T>(
  folder: string,
  { body, name, most }: { readonly body: unknown; readonly name: string; readonly most: number },
  use: (path: string) => Promise<T>,
): Promise<T> => {
  const own = join(folder, randomUUID());
  await mkdir(own, { recursive: true, mode: 0o700 });
  try {
    const path = join(own, safeName(name));
    await pipeline(body as AsyncIterable<Uint8Array>, bounded(most), createWriteStream(path, { mode: 0o600 }));
    return await use(path);
  } catch (error) {
    throw withoutPlace(error, own);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

/** Where it lay on the server is nobody's business. */
const withoutPlace = (error: unknown, own: string): unknown => {
  if (!(error instanceof AppError)) return error;
  const told = Object.entries(error.detail).map(
    ([key, value]) => [key, typeof value === "string" ? value.replaceAll(`${own}/`, "") : value] as const,
  );
  return new AppError(error.code, Object.fromEntries(told), { cause: error });
};

export const safeName = (name: string): string =>
  basename(name)
    .replace(/[^\w.-]+/g, "_")
    .replace(/^\.+/, "")
    .slice(-100) || "file";

const bounded = (most: number): Transform => {
  let seen = 0;
  return new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      seen += piece.length;
      if (seen > most) done(new AppError("BODY_TOO_LARGE", { most }));
      else done(null, piece);
    },
  });
};
