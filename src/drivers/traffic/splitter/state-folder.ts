import { join } from "node:path";
import { readIfThere, writeDurably } from "../../durable-file.ts";
import { identify, type OsProcess } from "../../os-process.ts";

/** Where the parts of one splitter lie. */
export const placesIn = (folder: string) =>
  ({
    socket: join(folder, "admin.sock"),
    lock: join(folder, "splitter.lock"),
    pid: join(folder, "splitter.pid"),
    log: join(folder, "splitter.log"),
  }) as const;

/** Longest path of a unix socket that both Linux (107 bytes) and macOS (103) take. */
export const longestSocket = 103;

/** Exit code of a splitter that found another one of its folder at work. */
export const anotherRuns = 3;

/** Leave word of who runs, written by the splitter itself. */
export const signIn = async (folder: string, pid: number): Promise<void> =>
  writeDurably(placesIn(folder).pid, `${JSON.stringify(await identify(pid))}\n`);

/** @returns who signed in last, alive or not; null when nobody did, or what is there cannot be read */
export const signedIn = async (folder: string): Promise<OsProcess | null> => {
  const text = await readIfThere(placesIn(folder).pid);
  try {
    const { pid, started } = JSON.parse(text ?? "") as Partial<OsProcess>;
    return Number.isInteger(pid) && pid! > 1 && typeof started === "string" ? { pid: pid!, started } : null;
  } catch {
    return null;
  }
};
