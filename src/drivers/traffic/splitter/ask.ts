import { request } from "node:http";
import { AppError } from "../../../errors.ts";
import { longestSocket, placesIn } from "./state-folder.ts";

/** The splitter's answer; null when no splitter listens. */
export type Told = { readonly status: number; readonly body: unknown };

/**
 * Ask the splitter of this folder.
 *
 * @returns null when it does not run
 * @throws AppError `DRIVER_FAILED` when it runs and does not answer
 */
export const ask = async (
  folder: string,
  method: "GET" | "PUT" | "POST",
  path: "/routes" | "/state" | "/drain-endpoints",
  body: unknown,
  signal: AbortSignal,
): Promise<Told | null> => {
  try {
    return await exchange(socketOf(folder), method, path, body, signal);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The last two: it was killed while we asked.
    if (["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code ?? "")) return null;
    if (error instanceof AppError) throw error;
    throw failed(`${method} ${path}`, message, "See splitter.log in its state folder.", error);
  }
};

/** @throws AppError `DRIVER_FAILED` when the path is too long for a unix socket */
const socketOf = (folder: string): string => {
  const { socket } = placesIn(folder);
  if (Buffer.byteLength(socket) <= longestSocket) return socket;
  const problem = `the path ${socket} is longer than the ${longestSocket} bytes that a unix socket may have`;
  throw failed("starting", problem, "Choose a state folder with a shorter path.");
};

export const failed = (act: string, problem: string, fix: string, cause?: unknown): AppError =>
  new AppError("DRIVER_FAILED", { driver: "splitter", act, problem, fix }, { cause });

const exchange = (
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Told> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path, signal, agent: false }, async (answer) => {
      try {
        const text = (await answer.setEncoding("utf8").toArray()).join("");
        resolve({ status: answer.statusCode!, body: text === "" ? null : JSON.parse(text) });
      } catch (error) {
        reject(error);
      }
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
