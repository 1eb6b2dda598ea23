import { unreadable } from "./unreadable.ts";

/** Bytes in, text out; `end` gives what was still held back. Both throw `Unreadable`. */
export type Decoder = { write(bytes: Uint8Array): string; end(): string };

/** UTF-8, or UTF-16 where the byte order mark says so, as Windows tools write it. */
export const decoder = (): Decoder => {
  let head = new Uint8Array();
  let inner: Decoder | null = null;
  const begin = (): Decoder => {
    inner = strict(encodingOf(head));
    return inner;
  };
  return {
    write(bytes) {
      if (inner !== null) return inner.write(bytes);
      head = Uint8Array.from([...head, ...bytes.subarray(0, 2)]);
      const rest = bytes.subarray(2);
      return head.length < 2 ? "" : (begin().write(head) ?? "") + (inner as Decoder | null)?.write(rest);
    },
    end: () => (inner === null ? begin().write(head) : "") + (inner?.end() ?? ""),
  };
};

/** All at once. */
export const decoded = (bytes: Uint8Array): string => {
  const { write, end } = decoder();
  return write(bytes) + end();
};

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
};

const strict = (encoding: string): Decoder => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      return unreadable(`it is not ${encoding === "utf-8" ? "UTF-8" : "UTF-16"} text`);
    }
  };
  return { write: (bytes) => decode(bytes, true), end: () => decode(new Uint8Array(), false) };
};
