import { AppError } from "../../errors.ts";
import type { Sampled } from "./staging-data.ts";

/** @throws AppError `PROBE_FAILED` when it does not answer well */
export async function* pageTexts(url: string, signal: AbortSignal): AsyncGenerator<Sampled> {
  try {
    const answer = await fetch(url, { signal, redirect: "error" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    yield { place: new URL(url).pathname, text: await answer.text() };
  } catch (cause) {
    signal.throwIfAborted();
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("PROBE_FAILED", { probe: url, problem, fix: "See that the page answers." }, { cause });
  }
}
