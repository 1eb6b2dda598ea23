import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { failed } from "./settings.ts";

/** ms that a command of nginx may take. */
const within = 20_000;

/** `nginx -t` in the words of the reload command; null when it is another one, such as `systemctl reload nginx`. */
export const testCommand = (reload: readonly string[]): readonly string[] | null => {
  const at = reload.findIndex((word, i) => word === "-s" && reload[i + 1] === "reload");
  return at < 0 ? null : [...reload.slice(0, at), "-t", ...reload.slice(at + 2)];
};

/**
 * Check the configuration, where it can be checked, and have nginx take it.
 *
 * @throws AppError `DRIVER_FAILED` with nginx's own words; then it has taken nothing
 */
export const reload = async (command: readonly string[], signal: AbortSignal): Promise<void> => {
  const test = testCommand(command);
  if (test !== null) await run(test, "checking its configuration", signal);
  await run(command, "reloading", signal);
};

const run = async ([file = "", ...args]: readonly string[], act: string, signal: AbortSignal): Promise<void> => {
  const { PATH = "/usr/sbin:/usr/bin:/sbin:/bin", HOME = "/" } = process.env;
  try {
    await promisify(execFile)(file, args, { signal, timeout: within, maxBuffer: 1_000_000, env: { PATH, HOME } });
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = "", message } = error as Error & { stderr?: string };
    const words = stderr.trim().slice(-2_000) || message;
    throw failed(act, words, `Mend it and try: ${[file, ...args].join(" ")}. The old routes are in force.`, error);
  }
};
