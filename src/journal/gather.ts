import type { Bytes } from "./port.ts";

/** All bytes in one piece. @param tooMany  called, and expected to throw, as soon as there are more than `most` */
export const gather = async (
  bytes: Bytes,
  most = Number.POSITIVE_INFINITY,
  tooMany: (size: number) => void = () => undefined,
): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
    size += piece.length;
    if (size > most) tooMany(size);
    pieces.push(piece);
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
};
