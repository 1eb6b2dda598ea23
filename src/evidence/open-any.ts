import { openReport, type Reading, type ReportReader } from "./read-report.ts";

export type Recognised = Reading & { readonly format: string };

/**
 * Reads the bytes as each of these formats at once, and answers with the first that they are; when they are none, with
 * the first format and all the reasons. The parsers are so strict that a report is of one format at most.
 */
export const openAny = (formats: readonly string[]): Pick<ReportReader, "write"> & { end(): Recognised } => {
  const readers = formats.map((format) => ({ format, reader: openReport(format) }));
  return {
    write(bytes) {
      for (const { reader } of readers) reader.write(bytes);
    },
    end() {
      const readings = readers.map(({ format, reader }): Recognised => ({ ...reader.end(), format }));
      return readings.find(({ ok }) => ok) ?? { ok: false, format: formats[0] ?? "", problem: problemOf(readings) };
    },
  };
};

const problemOf = (readings: readonly Recognised[]): string => {
  const problems = readings.flatMap((reading) => (reading.ok ? [] : [[reading.format, reading.problem] as const]));
  const [only] = problems;
  if (only !== undefined && problems.length === 1) return only[1];
  return `it is no report of any format that is read here: ${problems.map(([format, problem]) => `${format}: ${problem}`).join("; ")}`;
};
