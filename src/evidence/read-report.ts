import type { Report } from "../domain/release/evidence.ts";
import { axe } from "./axe.ts";
import { cobertura } from "./cobertura.ts";
import { compliance } from "./compliance.ts";
import { csaf } from "./csaf.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { cyclonedxVex } from "./cyclonedx-vex.ts";
import { decoder } from "./decoder.ts";
import { feedback } from "./feedback.ts";
import { figures } from "./figures.ts";
import { gatling } from "./gatling.ts";
import { goNoGo } from "./go-no-go.ts";
import { grype } from "./grype.ts";
import { jmeter } from "./jmeter.ts";
import { junit } from "./junit.ts";
import { k6 } from "./k6.ts";
import { lcov } from "./lcov.ts";
import { lighthouse } from "./lighthouse.ts";
import { npmAudit } from "./npm-audit.ts";
import { openapiDiff } from "./openapi-diff.ts";
import { openvex } from "./openvex.ts";
import { type Reader, whole } from "./reader.ts";
import { sarif } from "./sarif.ts";
import { spdx } from "./spdx.ts";
import { tap } from "./tap.ts";
import { telemetry } from "./telemetry.ts";
import { trivy } from "./trivy.ts";
import { trx } from "./trx.ts";
import { uat } from "./uat.ts";
import { Unreadable, unreadable } from "./unreadable.ts";
import { vexReport } from "./vex-report.ts";
import { zap } from "./zap.ts";

type Parser = { readonly version: number; readonly open: () => Reader };

/** A parser that comes to read the same bytes differently gets a new version, so that old evidence stays explained. */
const parsers: ReadonlyMap<string, Parser> = new Map([
  ["junit", { version: 2, open: junit }],
  ["sarif", { version: 2, open: whole(sarif) }],
  ["k6", { version: 2, open: whole(k6) }],
  ["uat", { version: 1, open: whole(uat) }],
  ["go-no-go", { version: 1, open: whole(goNoGo) }],
  ["compliance", { version: 1, open: whole(compliance) }],
  ["figures", { version: 1, open: whole(figures) }],
  ["feedback", { version: 1, open: whole(feedback) }],
  ["telemetry", { version: 1, open: whole(telemetry) }],
  ["trx", { version: 1, open: trx }],
  ["tap", { version: 1, open: tap }],
  ["jmeter", { version: 1, open: jmeter }],
  ["gatling", { version: 1, open: whole(gatling) }],
  ["lighthouse", { version: 1, open: whole(lighthouse) }],
  ["openapi-diff", { version: 1, open: whole(openapiDiff) }],
  ["lcov", { version: 1, open: lcov }],
  ["cobertura", { version: 1, open: cobertura }],
  ["zap", { version: 1, open: whole(zap) }],
  ["trivy", { version: 1, open: whole(trivy) }],
  ["grype", { version: 1, open: whole(grype) }],
  ["npm-audit", { version: 1, open: whole(npmAudit) }],
  ["cyclonedx", { version: 1, open: whole(cyclonedx) }],
  ["spdx", { version: 1, open: whole(spdx) }],
  ["openvex", { version: 1, open: whole(vexReport(openvex)) }],
  ["cyclonedx-vex", { version: 1, open: whole(vexReport(cyclonedxVex)) }],
  ["axe", { version: 1, open: whole(axe) }],
  ["csaf", { version: 1, open: whole(vexReport(csaf)) }],
]);

/** The formats that can be read. */
export const formats: readonly string[] = [...parsers.keys()];

/** So much is given to a parser at once; it bounds what a parser holds between two of its own limits. */
const pieceLength = 64 * 1024;

export type Reading =
  | { readonly ok: true; readonly report: Report; readonly parser: string }
  | { readonly ok: false; readonly problem: string; readonly parser: string };

/** Takes the bytes of a report as they come. `write` never throws: what is wrong is said by `end`. */
export type ReportReader = { write(bytes: Uint8Array): void; end(): Reading };

/**
 * Bytes of a report → what it says, or why it cannot be read. Never throws, never guesses, and never fills in a figure
 * that the bytes do not hold. Formats of many small parts are read in memory that does not grow with the file; the
 * others may have 64 Mi characters.
 *
 * @param format  one of `formats`
 * @returns       `parser` is the format and the version of the parser: `junit/2`
 */
export const openReport = (format: string): ReportReader => {
  const parser = parsers.get(format);
  if (parser === undefined)
    return refusing(format, `"${format}" is not a known format; known are ${formats.join(", ")}`);
  const name = `${format}/${parser.version}`;
  const reader = parser.open();
  const bytesToText = decoder();
  let blank = true;
  let problem: string | null = null;
  const take = (text: string): void => {
    if (text === "") return;
    if (blank) blank = text.trim() === "";
    reader.write(text);
  };
  const attempt = (act: () => void): void => {
    if (problem !== null) return;
    try {
      act();
    } catch (cause) {
      problem = problemOf(cause);
    }
  };
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length && problem === null; at += pieceLength)
        attempt(() => take(bytesToText.write(bytes.subarray(at, at + pieceLength))));
    },
    end() {
      let report: Report | null = null;
      attempt(() => {
        take(bytesToText.end());
        if (blank) unreadable("it is empty");
        report = reader.end();
      });
      return report === null ? { ok: false, problem: problem ?? "", parser: name } : { ok: true, report, parser: name };
    },
  };
};

/** Bytes that break the parser itself are unreadable too: a fault of ours must not open a gate or stop the conductor. */
const problemOf = (cause: unknown): string =>
  cause instanceof Unreadable ? cause.message : `the parser broke on it (${String(cause)})`;

const refusing = (parser: string, problem: string): ReportReader => ({
  write: () => {},
  end: () => ({ ok: false, problem, parser }),
});

/**
 * A report that is in memory as a whole.
 *
 * @example
 * readReport("junit", new TextEncoder().encode('<testsuite name="a" tests="0" failures="0"/>'))
 * // → { ok: true, parser: "junit/2", report: { figures: { total: 0, passed: 0, … }, … } }
 */
export const readReport = (format: string, bytes: Uint8Array): Reading => {
  const reader = openReport(format);
  reader.write(bytes);
  return reader.end();
};
