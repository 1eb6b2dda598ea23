import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** One file of the web application, as it goes out. */
export type Page = {
  readonly type: string;
  readonly bytes: Buffer;
  /** Smaller forms of it; absent where they would not be. */
  readonly br?: Buffer;
  readonly gzip?: Buffer;
  readonly etag: string;
};

/** By path below `/`. No request reaches the file system: what is not here does not exist. */
export type Pages = ReadonlyMap<string, Page>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];

/** The built web application; null where nobody built it. */
export const loadPages = async (folder: string): Promise<Pages | null> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (names === null) return null;
  const files = names.filter((one) => one.isFile() && extname(one.name) in types);
  const pages = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path).split(sep).join("/"), await pageOf(path)] as const;
    }),
  );
  return new Map(pages);
};

const pageOf = async (path: string): Promise<Page> => {
  const bytes = await readFile(path);
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const page = { type: types[extname(path)] ?? "", bytes, etag };
  return bytes.length < 1_000 ? page : { ...page, br: await brotli(bytes), gzip: await zip(bytes) };
};
