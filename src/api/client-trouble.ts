import type { z } from "zod";
import { AppError } from "../errors.ts";

/** Whatever is told of an address has no password in it: the settings refuse one. */
export const unreachable = (url: string, error: unknown): AppError =>
  new AppError("SERVER_UNREACHABLE", { url, problem: causeOf(error) }, { cause: error });

export const strange = (url: string, problem: string): AppError => new AppError("SERVER_STRANGE", { url, problem });

/** `fetch` says only that it failed; why stands beneath. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return causeOf(error.cause);
  return error.message === "" ? ((error as { code?: string }).code ?? error.name) : error.message;
};

/** Undefined for what is no JSON, which no schema takes. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const sayIssues = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => [...path.map(String), message].join(": "))
    .join("; ");

/** Resolves after so many ms. @throws the signal's reason */
export const after = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
