import type { Report } from "../domain/release/evidence.ts";
import { compliance } from "./compliance.ts";
import { csaf } from "./csaf.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { cyclonedxVex } from "./cyclonedx-vex.ts";
import { figures } from "./figures.ts";
import { goNoGo } from "./go-no-go.ts";
import { grype } from "./grype.ts";
import { junit } from "./junit.ts";
import { k6 } from "./k6.ts";
import { npmAudit } from "./npm-audit.ts";
import { openvex } from "./openvex.ts";
import { sarif } from "./sarif.ts";
import { spdx } from "./spdx.ts";
import { trivy } from "./trivy.ts";
import { uat } from "./uat.ts";
import { Unreadable, unreadable } from "./unreadable.ts";
import { vexReport } from "./vex-report.ts";
import { zap } from "./zap.ts";

type Parser = { readonly version: number; readonly parse: (text: string) => Report };

/** A parser that comes to read the same bytes differently gets a new version, so that old evidence stays explained. */
const parsers: ReadonlyMap<string, Parser> = new Map([
  ["junit", { version: 1, parse: junit }],
  ["sarif", { version: 2, parse: sarif }],
  ["k6", { version: 1, parse: k6 }],
  ["uat", { version: 1, parse: uat }],
  ["go-no-go", { version: 1, parse: goNoGo }],
  ["compliance", { version: 1, parse: compliance }],
  ["figures", { version: 1, parse: figures }],
  ["zap", { version: 1, parse: zap }],
  ["trivy", { version: 1, parse: trivy }],
  ["grype", { version: 1, parse: grype }],
  ["npm-audit", { version: 1, parse: npmAudit }],
  ["cyclonedx", { version: 1, parse: cyclonedx }],
  ["spdx", { version: 1, parse: spdx }],
  ["openvex", { version: 1, parse: vexReport(openvex) }],
  ["cyclonedx-vex", { version: 1, parse: vexReport(cyclonedxVex) }],
  ["csaf", { version: 1, parse: vexReport(csaf) }],
]);

/** The formats that can be read. */
export const formats: readonly string[] = [...parsers.keys()];

/** 64 MiB: larger than any report we know of, small enough to hold in memory. */
const largest = 64 * 1024 * 1024;

export type Reading =
  | { readonly ok: true; readonly report: Report; readonly parser: string }
  | { readonly ok: false; readonly problem: string; readonly parser: string };

/**
 * Bytes of a report → what it says, or why it cannot be read. Never throws, never guesses, and never fills in a figure
 * that the bytes do not hold.
 *
 * @param format  one of `formats`
 * @param bytes   UTF-8, at most 64 MiB; YAML is turned into JSON before
 * @returns       `parser` is the format and the version of the parser: `junit/1`
 *
 * @example
 * readReport("junit", new TextEncoder().encode('<testsuite name="a" tests="0" failures="0"/>'))
 * // → { ok: true, parser: "junit/1", report: { figures: { total: 0, passed: 0, … }, … } }
 */
export const readReport = (format: string, bytes: Uint8Array): Reading => {
  const parser = parsers.get(format);
  if (parser === undefined)
    return { ok: false, problem: `"${format}" is not a known format; known are ${formats.join(", ")}`, parser: format };
  const name = `${format}/${parser.version}`;
  try {
    return { ok: true, report: parser.parse(decode(bytes)), parser: name };
  } catch (cause) {
    // Bytes that break the parser itself are unreadable too: a fault of ours must not open a gate or stop the conductor.
    const problem = cause instanceof Unreadable ? cause.message : `the parser broke on it (${String(cause)})`;
    return { ok: false, problem, parser: name };
  }
};

const decode = (bytes: Uint8Array): string => {
  if (bytes.length > largest) unreadable(`it is larger than ${largest / 1024 / 1024} MiB`);
  const text = utf8(bytes);
  return text.trim() === "" ? unreadable("it is empty") : text;
};

const utf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return unreadable("it is not UTF-8 text");
  }
};
