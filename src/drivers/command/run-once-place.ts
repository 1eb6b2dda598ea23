import { createHash, randomUUID } from "node:crypto";
import { link, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Instant, instant } from "../../domain/units.ts";
import { readIfThere, writeDurably } from "../durable-file.ts";
import type { OsProcess } from "../os-process.ts";

/** Where one key's run lies: `<folder>/<sha256 of the key>/`. */
export type Place = Readonly<Record<"path" | "key" | "pid" | "output" | "end", string>>;

/** How it ended: by itself with this exit code, or by us because it took longer than so many ms. */
export type End = { readonly kind: "exit" | "late"; readonly value: number };

/** Bytes of output that are told, from its end. */
const keptOutput = 64 * 1024;

export const placeOf = (folder: string, key: string): Place => {
  const path = join(folder, createHash("sha256").update(key).digest("hex"));
  const at = (name: string): string => join(path, name);
  return { path, key: at("key"), pid: at("pid"), output: at("output"), end: at("end") };
};

/** Who runs it or ran it, and since when; `torn`: a power cut left a file that says nothing. */
export const holderOf = async ({ pid }: Place): Promise<(OsProcess & { readonly since: Instant }) | "torn" | null> => {
  const text = await readIfThere(pid);
  if (text === null) return null;
  const [number, ...started] = text.trim().split(/\s+/);
  if (started.length === 0 || !(Number(number) > 1)) return "torn";
  return { pid: Number(number), started: started.join(" "), since: instant((await stat(pid)).mtimeMs) };
};

/** @returns null as long as there is none; `torn` for one that says nothing */
export const endOf = async ({ end }: Place): Promise<End | "torn" | null> => {
  const text = await readIfThere(end);
  if (text === null) return null;
  const [, kind, value] = /^(exit|late) (\d+)\n$/.exec(text) ?? [];
  return kind === undefined ? "torn" : { kind: kind as End["kind"], value: Number(value) };
};

/** Whichever end is written first is the end: `link` fails when there is one. */
export const writeEnd = async ({ end }: Place, { kind, value }: End): Promise<void> => {
  const draft = `${end}.${randomUUID()}`;
  await writeDurably(draft, `${kind} ${value}\n`);
  await link(draft, end).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft, { force: true });
};

export const outputOf = async ({ output }: Place): Promise<string> => {
  try {
    await using file = await open(output, "r");
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, keptOutput));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, bytesRead).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};
