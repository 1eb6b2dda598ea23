import type { Report } from "../domain/release/evidence.ts";
import { instant } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { collectSamples, type Sample } from "./collect-samples.ts";
import { csv } from "./csv.ts";
import { keptText } from "./kept-text.ts";
import type { Reader } from "./reader.ts";
import { unreadable } from "./unreadable.ts";
import { type XmlElement, xmlReader } from "./xml.ts";

/** A line of a JTL before it is checked. */
type Raw = {
  readonly at: string | undefined;
  readonly ms: string | undefined;
  readonly label: string | undefined;
  readonly ok: string | undefined;
  readonly message: string | undefined;
};

/**
 * A JTL, the samples of JMeter, as CSV with its line of names or as XML. Figures as `collectSamples` has them. What a
 * transaction controller adds up is counted only where nothing else is: its samples stand beside it. The report is as
 * old as its last answer; the format has no place for a build.
 *
 * A CSV that was cut off at the end of a line cannot be told from a shorter test; in XML it can.
 *
 * @source https://jmeter.apache.org/usermanual/listeners.html (CSV and XML log format)
 */
export const jmeter = (): Reader => {
  const samples = collectSamples();
  const transactions = collectSamples();
  const take = (raw: Raw): void => {
    const sums = raw.message?.startsWith("Number of samples in transaction");
    (sums ? transactions : samples).add(sampleOf(raw));
  };
  let reader: Pick<Reader, "write"> & { end(): void };
  let started = false;
  return {
    write(text) {
      if (!started) reader = text.trimStart().startsWith("<") ? fromXml(take) : fromCsv(take);
      started = true;
      reader.write(text);
    },
    end(): Report {
      reader.end();
      const counted = samples.count() > 0 ? samples : transactions;
      const madeAt = counted.count() === 0 ? null : instant(Math.round(counted.end()));
      return { ...blank, figures: counted.figures(), madeAt, tool: "JMeter" };
    },
  };
};

const fromXml = (take: (raw: Raw) => void) =>
  xmlReader({
    open({ name, attributes: { ts, t, lb, s, rm } }: XmlElement, within) {
      if (within.length === 0 && name !== "testResults") unreadable(`its root is <${name}>, not <testResults>`);
      if (within.length !== 1) return; // what is in a sample is part of it: redirects, embedded files, what was sent
      if (name !== "httpSample" && name !== "sample") unreadable(`<${name}> is no sample that is known here`);
      take({ at: ts, ms: t, label: lb, ok: s, message: rm });
    },
  });

const fromCsv = (take: (raw: Raw) => void) => {
  let columns: readonly string[] | null = null;
  const reader = csv((fields) => {
    if (columns === null) {
      if (fields.some((field) => field.trim() !== "")) columns = namesOf(fields);
      return;
    }
    if (fields.length !== columns.length)
      unreadable(`a row of it has ${fields.length} fields, and its first line names ${columns.length}`);
    const field = (name: string): string | undefined => fields[columns?.indexOf(name) ?? -1];
    take({
      at: field("timeStamp"),
      ms: field("elapsed"),
      label: field("label"),
      ok: field("success"),
      message: field("responseMessage"),
    });
  });
  return {
    write: reader.write,
    end(): void {
      const { ended } = reader.end();
      if (columns === null) unreadable("it names no columns");
      if (!ended) unreadable("its last row has no end, so it may have been cut off");
    },
  };
};

const needed = ["timeStamp", "elapsed", "label", "success"];

const namesOf = (names: readonly string[]): readonly string[] => {
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) unreadable(`its first line does not name the columns ${missing.join(", ")}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) unreadable(`its first line names the column ${twice} twice`);
  return names;
};

const sampleOf = ({ at, ms, label = "", ok }: Raw): Sample => {
  if (ok !== "true" && ok !== "false")
    unreadable(`a sample of it has success "${ok}", which is neither true nor false`);
  return { label: keptText(label), at: whole("timeStamp", at), ms: whole("elapsed", ms), ok: ok === "true" };
};

/** Ms; at most the year 33658, so that sums stay whole. */
const whole = (name: string, text: string | undefined): number =>
  text !== undefined && /^\d{1,15}$/.test(text)
    ? Number(text)
    : unreadable(`a sample of it has ${name} "${text}", which is no whole number of ms`);
