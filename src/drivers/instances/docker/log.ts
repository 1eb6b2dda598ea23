import { hide } from "../hide.ts";
import type { Container } from "./containers.ts";
import { complaint, type Engine } from "./engine.ts";

/** Lines and bytes of a log that are told at most. */
export type Kept = { readonly lines: number; readonly bytes: number };
/** Bytes that are read at most: an engine sends the last lines, and a line may be long. */
const longest = 1024 * 1024;

/** The last lines of what a container printed, without the values in `secrets`; a log that cannot be read has none. */
export const lastLines = async (
  engine: Engine,
  { id, name }: Container,
  kept: Kept,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> => {
  try {
    const act = `reading the log of ${name}`;
    const query = { stdout: "1", stderr: "1", tail: String(kept.lines) };
    const answer = await engine.ask({ act, method: "GET", path: `/containers/${id}/logs`, query }, signal);
    if (answer.status !== 200) return [await complaint(act, answer)];
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > longest) break;
    }
    // Hidden before anything is cut: half of a secret would not be found.
    const text = hide(withoutFrames(Buffer.concat(chunks)).toString(), secrets);
    return text.trimEnd().slice(-kept.bytes).split("\n").slice(-kept.lines);
  } catch {
    return [];
  }
};

/**
 * Without a terminal the engine sends frames: kind (0, 1 or 2), three zeros, the length as 4 bytes, then what was
 * printed. With one, it sends that as it is.
 */
export const withoutFrames = (bytes: Buffer): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    if (bytes[at]! > 2 || bytes.readUIntBE(at + 1, 3) !== 0) return bytes;
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return parts.length === 0 ? bytes : Buffer.concat(parts);
};
