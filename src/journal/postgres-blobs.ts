import { type Digest, isDigest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import { gather } from "./gather.ts";
import type { Blobs } from "./port.ts";
import type { Ask } from "./postgres-pool.ts";

/** Bytes that one report or document may have. More would not fit through the limits for one statement. */
export const largestBlob = 32 * 2 ** 20;

// Bytes that are there already are compared, not trusted: putting them again heals a damaged row.
const put = `
  INSERT INTO headgate.blobs AS kept (digest, bytes) VALUES ($1, $2)
  ON CONFLICT (digest) DO UPDATE SET bytes = excluded.bytes WHERE kept.bytes <> excluded.bytes`;

/** Rows named for their content. */
export const postgresBlobs = (ask: Ask): Blobs => ({
  async put(given) {
    const bytes = await gather(given, largestBlob, (size) => {
      throw tooLarge(
        given instanceof Uint8Array ? `${mebibytes(size)} MiB` : `more than ${mebibytes(largestBlob)} MiB`,
      );
    });
    const digest = sha256(bytes);
    await ask(digest, put, [digest, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]);
    return digest;
  },
  async get(digest) {
    if (!isDigest(digest)) throw missing(digest);
    const [row] = (await ask(digest, "SELECT bytes FROM headgate.blobs WHERE digest = $1", [digest])).rows;
    if (row === undefined) throw missing(digest);
    if (!(row.bytes instanceof Uint8Array) || sha256(row.bytes) !== digest)
      throw new AppError("BLOB_DAMAGED", { digest });
    return row.bytes;
  },
});

const missing = (digest: Digest): AppError => new AppError("BLOB_MISSING", { digest });

const mebibytes = (size: number): string => (size / 2 ** 20).toFixed(1);

const tooLarge = (size: string): AppError =>
  new AppError("USAGE", {
    problem: `A file of ${size} is too large for the journal on PostgreSQL.`,
    fix: `Export a report of at most ${largestBlob / 2 ** 20} MiB: a summary instead of every sample.`,
  });
