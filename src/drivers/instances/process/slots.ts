import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, isDigest } from "../../../domain/units.ts";
import { readIfThere, writeDurably } from "../../durable-file.ts";
import type { OsProcess } from "../../os-process.ts";
import type { BuildRef } from "../../port.ts";
import { bytesOf, wholeLines } from "../whole-lines.ts";

/** A place for one instance: `<folder>/<12 digits of the digest>/<number>/`. */
export type Slot = { readonly build: Digest; readonly number: number; readonly path: string };

/** Who holds a slot, in its file `pid`; the process itself put it there before it began to run the command. */
export type Holder = OsProcess & { readonly port: number };

export const placesIn = (slot: Slot) => ({ pid: join(slot.path, "pid"), log: join(slot.path, "out.log") }) as const;

export const nameOf = (slot: Slot): string => `${short(slot.build)}/${slot.number}`;

const short = (build: Digest): string => build.slice("sha256:".length).slice(0, 12);

/** @returns slots of every build, by build and number; a folder whose build was never written down holds none yet */
export const allSlots = async (folder: string): Promise<readonly Slot[]> => {
  const names = await namesIn(folder);
  const builds = await Promise.all(names.map((name) => readIfThere(join(folder, name, "build")).catch(() => null)));
  const known = builds.map((text) => text?.trim() ?? "").filter(isDigest);
  return (await Promise.all(known.map((build) => slotsOf(folder, build)))).flat();
};

export const slotsOf = async (folder: string, build: Digest): Promise<readonly Slot[]> => {
  const numbers = (await namesIn(join(folder, short(build)))).filter((name) => /^\d+$/.test(name)).map(Number);
  return numbers.toSorted((a, b) => a - b).map((number) => slotOf(folder, build, number));
};

/** The build is written down first: a slot without its build could never be found again. */
export const makeSlot = async (folder: string, { digest }: BuildRef, number: number): Promise<Slot> => {
  const slot = slotOf(folder, digest, number);
  await mkdir(join(folder, short(digest)), { recursive: true, mode: 0o700 });
  await writeDurably(join(folder, short(digest), "build"), `${digest}\n`);
  await mkdir(slot.path, { recursive: true, mode: 0o700 });
  return slot;
};

/** Only once its holder is gone. A crash halfway leaves a slot without a holder, which the next one may use. */
export const clearSlot = (slot: Slot): Promise<void> => rm(slot.path, { recursive: true, force: true });

/** @returns `torn` for a file that cannot be read: a power cut left it, so its holder is gone */
export const holderOf = async (slot: Slot): Promise<Holder | "torn" | null> => {
  const text = await readIfThere(placesIn(slot).pid);
  if (text === null) return null;
  const [pid, port, ...started] = text.trim().split(/\s+/);
  if (started.length === 0 || !(Number(pid) > 1)) return "torn";
  return { pid: Number(pid), port: Number(port), started: started.join(" ") };
};

export const lastLines = async (slot: Slot, count: number): Promise<readonly string[]> => {
  const text = await endOf(placesIn(slot).log, bytesOf(count)).catch(() => "");
  return text.trimEnd().split("\n").slice(-count);
};

const endOf = async (path: string, bytes: number): Promise<string> => {
  await using file = await open(path);
  const { size } = await file.stat();
  const from = Math.max(0, size - bytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const text = buffer.toString("utf8", 0, bytesRead);
  return from === 0 ? text : wholeLines(text);
};

const slotOf = (folder: string, build: Digest, number: number): Slot => ({
  build,
  number,
  path: join(folder, short(build), String(number)),
});

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
};
