import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../../errors.ts";
import { readIfThere } from "../durable-file.ts";
import { exclusively } from "../exclusively.ts";
import type { ChannelDriver, Delivery } from "../port.ts";

/**
 * Messages as lines of JSON in a file: for trying things out, and for whatever reads files. A message is durable once
 * `deliver` resolves, and stands there once per key, whoever delivers it and however often.
 *
 * @param path absolute; its folder is made when it is not there
 */
export const fileChannel = (path: string): ChannelDriver => ({
  name: "file",
  async deliver({ key, to, subject, body }, signal) {
    try {
      signal.throwIfAborted();
      await mkdir(dirname(path), { recursive: true });
      return await exclusively(`${path}.lock`, signal, () => append(path, { key, to, subject, body }));
    } catch (error) {
      const problem = (error as Error).message;
      const fix = `Can ${path} be written?`;
      throw new AppError("DRIVER_FAILED", { driver: "file", act: `delivering ${key}`, problem, fix }, { cause: error });
    }
  },
});

type Message = Parameters<ChannelDriver["deliver"]>[0];

const append = async (path: string, message: Message): Promise<Delivery> => {
  const text = (await readIfThere(path)) ?? "";
  if (keysIn(text).has(message.key)) return { delivered: true, detail: `it stood in ${path} already` };
  await using file = await open(path, "a", 0o600);
  // A power cut may have torn the last line: the next one must not be glued to it.
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  await file.writeFile(`${gap}${JSON.stringify(message)}\n`);
  await file.sync();
  return { delivered: true, detail: `written to ${path}` };
};

const keysIn = (text: string): ReadonlySet<string> => new Set(text.split("\n").flatMap(keyOf));

/** A torn line holds no message: what was acknowledged is whole. */
const keyOf = (line: string): readonly string[] => {
  try {
    const { key } = JSON.parse(line) as { key?: unknown };
    return typeof key === "string" ? [key] : [];
  } catch {
    return [];
  }
};
