import { readFile, stat } from "node:fs/promises";
import { AppError } from "../../errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Which server the command line speaks to, and what it shows there. */
export type RemoteSettings = { readonly url: string; readonly token: string };

/** Whether there is a server to speak to; else the journal is this folder's own. */
export const isRemote = ({ HEADGATE_URL: url = "" }: Env): boolean => url !== "";

/** @throws AppError `USAGE` for an address that is none, and where no token is given or others can read it */
export const remoteSettings = async (env: Env): Promise<RemoteSettings> => ({
  url: urlOf(env.HEADGATE_URL ?? ""),
  token: await tokenOf(env),
});

const urlOf = (given: string): string => {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw wrong("HEADGATE_URL is no address of a server.", "Write it whole, such as https://headgate.example.org");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw wrong("HEADGATE_URL says more than where the server is.", "Leave out names, passwords, ? and #.");
  if (url.protocol === "http:" && !isHere(url.hostname))
    throw wrong(
      `HEADGATE_URL would send the token to ${url.host} for everybody on the way to read.`,
      "Write https://, or go through a tunnel to an address of this machine.",
    );
  return given.replace(/\/+$/, "");
};

const isHere = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

const tokenOf = async ({ HEADGATE_TOKEN: token = "", HEADGATE_TOKEN_FILE: file = "" }: Env): Promise<string> => {
  const found = token === "" && file !== "" ? await tokenIn(file) : token.trim();
  // What a header cannot carry is no token, and would be told in an error of it.
  if (/^[\x21-\x7e]+$/.test(found)) return found;
  throw wrong(
    found === "" ? "HEADGATE_URL is set, and nothing says who asks." : "What is given as a token is none.",
    "Set HEADGATE_TOKEN, or HEADGATE_TOKEN_FILE to a file with the token that only you may read.",
  );
};

const tokenIn = async (path: string): Promise<string> => {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits; there the folder of the user is closed to others.
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw wrong(`Others than you can read ${path}, which holds a token.`, `Close it: chmod 600 ${path}`);
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
  }
};

const wrong = (problem: string, fix: string): AppError => new AppError("USAGE", { problem, fix });
