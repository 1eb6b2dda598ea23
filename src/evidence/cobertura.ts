import type { Report } from "../domain/release/evidence.ts";
import { type Instant, instant } from "../domain/units.ts";
import { blank } from "./blank.ts";
import { type Covered, coverageFigures, refuseOther } from "./coverage.ts";
import { keptText } from "./kept-text.ts";
import type { Reader } from "./reader.ts";
import { unreadable } from "./unreadable.ts";
import { type XmlElement, xmlReader } from "./xml.ts";

/** Where the lines of a class stand; those of its methods are the same ones again. */
const place = "coverage/packages/package/classes/class/lines";

/**
 * Cobertura XML, as coverage.py, c8, coverlet and others write it. Figures as `coverageFigures` has them, counted line by
 * line; sums of the report that say something else, or that are missing, make it unreadable. Dated by `timestamp`; the
 * format has no place for a build. Its DOCTYPE may name the DTD, which is not loaded.
 *
 * @source http://cobertura.sourceforge.net/xml/coverage-04.dtd
 */
export const cobertura = (): Reader => {
  const lines: Covered = { found: 0, hit: 0 };
  const branches: Covered = { found: 0, hit: 0 };
  const files = new Set<string>();
  let root: XmlElement | null = null;
  const xml = xmlReader({
    bareDoctype: true,
    open(element, within) {
      const { name, attributes } = element;
      if (within.length === 0)
        root = name === "coverage" ? element : unreadable(`its root is <${name}>, not <coverage>`);
      if (name === "class") files.add(keptText(attributes.filename ?? attributes.name ?? ""));
      if (within.join("/") !== place) return;
      if (name !== "line") unreadable(`<${name}> is no line that is known here`);
      countLine(attributes, lines, branches);
    },
  });
  return {
    write: xml.write,
    end(): Report {
      xml.end();
      const { attributes = {} } = root ?? {};
      refuseContradiction(attributes, lines, branches);
      const figures = coverageFigures(files.size, lines, branches);
      const tool = ["Cobertura", attributes.version ?? ""].join(" ").trim();
      return { ...blank, figures, madeAt: madeAt(attributes.timestamp), tool };
    },
  };
};

type Attributes = XmlElement["attributes"];

const countLine = (attributes: Attributes, lines: Covered, branches: Covered): void => {
  const { hits, branch, "condition-coverage": conditions } = attributes;
  lines.found++;
  if (whole("hits", hits) > 0) lines.hit++;
  if (branch !== "true" || conditions === undefined) return;
  const [, hit, found] =
    /\((\d{1,9})\/(\d{1,9})\)/.exec(conditions) ?? unreadable(`condition-coverage="${conditions}" is none`);
  if (Number(hit) > Number(found)) unreadable(`condition-coverage="${conditions}" covers more than there is`);
  branches.found += Number(found);
  branches.hit += Number(hit);
};

const refuseContradiction = (attributes: Attributes, lines: Covered, branches: Covered): void => {
  const said = (name: string) => (attributes[name] === undefined ? null : whole(name, attributes[name]));
  const [valid, covered] = [said("lines-valid"), said("lines-covered")];
  if (valid === null || covered === null) unreadable("it does not say how many lines there are and how many ran");
  refuseOther("lines", valid, lines.found);
  refuseOther("covered lines", covered, lines.hit);
  refuseOther("branches", said("branches-valid"), branches.found);
  refuseOther("covered branches", said("branches-covered"), branches.hit);
};

const whole = (name: string, text: string | undefined): number =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : unreadable(`${name}="${text ?? ""}" is no count`);

/** Some tools write seconds, some ms: no report is from before 1973 in ms or from after 5138 in seconds. */
const madeAt = (timestamp: string | undefined): Instant | null => {
  if (timestamp === undefined) return null;
  const stamp = whole("timestamp", timestamp);
  return instant(stamp < 1e11 ? stamp * 1_000 : stamp);
};
