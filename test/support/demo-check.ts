import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Report } from "../../src/domain/release/evidence.ts";
import { readReport } from "../../src/evidence/read-report.ts";

const scripts = join(import.meta.dirname, "../../src/demo/checks");
export const build = `sha256:${"ab".repeat(32)}`;

export type Ran = { readonly exitCode: number; readonly out: string; readonly problem: string };

/** Run one of the sample shop's checks as a release would. */
export const runCheck = (script: string, ...given: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HEADGATE_BUILD: build };
    execFile(process.execPath, [join(scripts, script), ...given], { env }, (error, out, problem) =>
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, out, problem }),
    );
  });

/** The report of one check, read by the parser that a release would use. */
export const reportOf = async (format: string, script: string, ...given: readonly string[]): Promise<Report> => {
  const { exitCode, out, problem } = await runCheck(script, ...given);
  if (exitCode !== 0) throw new Error(`${script} ended with ${exitCode}: ${problem}`);
  const reading = readReport(format, new TextEncoder().encode(out));
  if (!reading.ok) throw new Error(`${script} printed no ${format} report: ${reading.problem}`);
  return reading.report;
};
