import { crc32, deflateRawSync } from "node:zlib";

/** One entry of a zip file, and what to say falsely of it. */
export type ZipEntry = {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Kind and permissions as Unix writes them, such as 0o120777 for a link. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** Unpacked size that is said. */
  readonly size?: number;
  /** Packed bytes that are said, and where they begin: those of the entry with this index. */
  readonly sharedWith?: number;
};

const numbers = (...fields: readonly (readonly [value: number, bytes: number])[]): Buffer => {
  const all = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) {
    all.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return all;
};

/** A zip file made by hand, for no packer writes the evil ones. @source APPNOTE.TXT 4.3 */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const locals: Buffer[] = [];
  const starts: number[] = [];
  const central = entries.map((entry, i) => {
    const content = Buffer.from(entry.content ?? "");
    const packed = entry.method === 0 ? content : deflateRawSync(content, { level: 9 });
    const name = Buffer.from(entry.name);
    const common = [
      [entry.flags ?? 0x0800, 2],
      [entry.method ?? 8, 2],
      [0, 4],
      [entry.crc ?? crc32(content), 4],
      [packed.length, 4],
      [entry.size ?? content.length, 4],
      [name.length, 2],
      [0, 2],
    ] as const;
    const shared = entry.sharedWith === undefined ? undefined : starts[entry.sharedWith];
    starts[i] = shared ?? locals.reduce((sum, { length }) => sum + length, 0);
    if (shared === undefined) locals.push(Buffer.concat([numbers([0x04034b50, 4], [20, 2], ...common), name, packed]));
    const attributes = ((entry.mode ?? 0o100644) << 16) >>> 0;
    const made = numbers(
      [0x02014b50, 4],
      [(3 << 8) | 20, 2],
      [20, 2],
      ...common,
      [0, 2],
      [0, 2],
      [0, 2],
      [attributes, 4],
      [starts[i] ?? 0, 4],
    );
    return Buffer.concat([made, name]);
  });
  const [body, list] = [Buffer.concat(locals), Buffer.concat(central)];
  const count = entries.length;
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [list.length, 4],
    [body.length, 4],
    [0, 2],
  );
  return Buffer.concat([body, list, end]);
};
