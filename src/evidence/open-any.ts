import { openReport, type Reading, type ReportReader } from "./read-report.ts";

export type Recognised = Reading & { readonly format: string };

/**
 * Reads the bytes as each of these formats at once, and answers with the one that they are. When they are none, or could
 * be several, the answer is the first format and why.
 */
export const openAny = (formats: readonly string[]): Pick<ReportReader, "write"> & { end(): Recognised } => {
  const readers = formats.map((format) => ({ format, reader: openReport(format) }));
  return {
    write(bytes) {
      for (const { reader } of readers) reader.write(bytes);
    },
    end() {
      const readings = readers.map(({ format, reader }): Recognised => ({ ...reader.end(), format }));
      const [only, ...others] = readings.filter(({ ok }) => ok);
      if (only !== undefined && others.length === 0) return only;
      const [first = unread] = readings;
      return { ok: false, format: first.format, parser: first.parser, problem: problemOf(readings) };
    },
  };
};

const unread: Recognised = { ok: false, format: "", parser: "", problem: "the check reads no report" };

const problemOf = (readings: readonly Recognised[]): string => {
  const fitting = readings.filter(({ ok }) => ok).map(({ format }) => format);
  if (fitting.length > 0) return `it could be ${fitting.join(" or ")}; say which with --format`;
  const problems = readings.flatMap((reading) => (reading.ok ? [] : [[reading.format, reading.problem] as const]));
  const [only = ["", unread.problem] as const, ...others] = problems;
  if (others.length === 0) return only[1];
  const each = problems.map(([format, problem]) => `${format}: ${problem}`).join("; ");
  return `it is no report of any format that is read here: ${each}`;
};
