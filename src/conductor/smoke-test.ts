import type { Cleanup, HttpCheck } from "../config/config.ts";
import { millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import { httpCheck, type Seen } from "./http-check.ts";
import { redact } from "./redact.ts";

type SmokeDeps = Pick<Deps, "fetch" | "clock" | "hooks" | "home">;

/** The name under which the data of a smoke test are known to the service, and to whatever removes them. */
export const testHeader = "x-headgate-test";

/**
 * One smoke test, and then the removal of what it wrote, whatever came of it (R78). Test data that stay are a failure:
 * the next one who counts orders counts ours.
 *
 * @param mark the same on every try, so that a crash between a test and its removal leaves nothing for good
 */
export const smokeTest = async (
  deps: SmokeDeps,
  base: string,
  check: HttpCheck,
  mark: string,
  signal: AbortSignal,
): Promise<Seen> => {
  const seen = await httpCheck(deps, base, check, signal, { [testHeader]: mark });
  if (check.cleanup === undefined) return seen;
  const left = await clear(deps, base, check, check.cleanup, mark, signal);
  return left === null ? seen : { ...seen, problem: [seen.problem, left].filter((one) => one !== null).join("; ") };
};

const clear = async (
  deps: SmokeDeps,
  base: string,
  check: HttpCheck,
  cleanup: Cleanup,
  mark: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const name = `${check.name}: its test data stay`;
  if ("path" in cleanup)
    return clearByRequest(deps, base + cleanup.path, cleanup.method, { name, mark }, check, signal);
  const key = `smoke cleanup ${mark} ${check.name}`;
  const asked = { cwd: deps.home, env: { HEADGATE_TEST: mark }, within: millis(Math.max(check.within, 30_000)) };
  try {
    const { exit, output } = await deps.hooks.run(key, cleanup.command, asked, signal);
    return exit === 0
      ? null
      : `${name}: ${cleanup.command.join(" ")} ended with ${exit}: ${redact(output).slice(-200)}`;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return `${name}: ${error.message}`;
  } finally {
    // Each look writes anew, so each one clears up anew.
    await deps.hooks.forget(key).catch(() => {});
  }
};

const clearByRequest = async (
  deps: SmokeDeps,
  url: string,
  method: string,
  { name, mark }: { readonly name: string; readonly mark: string },
  { within }: HttpCheck,
  signal: AbortSignal,
): Promise<string | null> => {
  using limit = deps.clock.timeout(within);
  try {
    const headers = { connection: "close", [testHeader]: mark };
    const answer = await deps.fetch(url, { method, headers, signal: AbortSignal.any([signal, limit.signal]) });
    await answer.text();
    return answer.ok ? null : `${name}: ${method} ${url} answered ${answer.status}`;
  } catch {
    signal.throwIfAborted();
    return `${name}: ${method} ${url} did not answer within ${within} ms`;
  }
};
