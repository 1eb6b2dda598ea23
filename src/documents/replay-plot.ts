import type { Instant } from "../domain/units.ts";
import { plotStyle } from "./plot-style.ts";
import { evidenceTicks, type Scale, scaleOf, shareTicks, timeTicks } from "./plot-ticks.ts";
import { escapeXml } from "./xml.ts";

/** What a picture of a replay shows, in plain numbers: panels on one axis of time, below each other. */
export type ReplayPlot = {
  readonly title: string;
  readonly subtitle: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly steps: readonly Span[];
  readonly warmUp: Span | null;
  readonly marks: readonly Mark[];
  readonly panels: readonly Panel[];
};

export type Span = { readonly from: Instant; readonly to: Instant; readonly label: string };
export type Mark = { readonly at: Instant; readonly kind: "bad" | "good" | "doubt"; readonly label: string };

export type Panel = {
  readonly title: string;
  /** Said below the title: what a reader shall take from it. */
  readonly text: string;
  /** `share`: 0 … 1, drawn in percent; `evidence`: decimal logarithms. */
  readonly scale: "share" | "evidence";
  readonly series: readonly Series[];
  readonly line: { readonly at: number; readonly label: string } | null;
};

export type Series = {
  readonly name: string;
  readonly tone: Tone;
  /** null breaks the line: not measured. */
  readonly points: readonly (readonly [at: Instant, value: number | null])[];
};
export type Tone = "candidate" | "baseline" | "errors" | "latency" | "counter" | "limits" | "together";

const width = 960;
const plot = { left: 72, right: 936 };
const panelHeight = 168;
/** Between panels: title, text and legend. */
const header = 58;
const laneHeight = 18;
const firstLane = 80;
const axis = 46;

/** An SVG document. Light or dark, as whoever looks at it prefers. */
export const replayPlot = (plotted: ReplayPlot): string => {
  const { from, to, panels, marks, steps, title, subtitle } = plotted;
  const x = scaleOf(from, Math.max(to, from + 1), plot.left, plot.right);
  const lanes = lanesOf(marks, x).map((lane) => firstLane + laneHeight * (1 + lane));
  const top = Math.max(firstLane, ...lanes);
  const tops = panels.map((_, i) => top + header + i * (panelHeight + header));
  const bottom = (tops.at(-1) ?? top) + panelHeight;
  const drawn = panels.map((panel, i) => panelOf(panel, plotted, x, tops[i]!, i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + axis}" width="${width}" height="${bottom + axis}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeXml(title)}: ${escapeXml(subtitle)}</title>`,
    `<style>${plotStyle}</style>`,
    `<rect class="paper" width="${width}" height="${bottom + axis}"/>`,
    ...drawn.flatMap(({ shapes }) => shapes),
    ...marks.map(({ at, kind }, i) => line(`mark ${kind}`, x(at), lanes[i]! - 10, x(at), bottom)),
    // Words come last, on a rim of paper, so that no line strikes them out.
    ...drawn.flatMap(({ words }) => words),
    text(24, 34, "title", title),
    text(24, 55, "quiet", subtitle),
    ...stepLabels(steps, x),
    ...marks.map((mark, i) => markLabel(mark, x, lanes[i]!)),
    ...timeAxis(from, to, x, bottom),
    "</svg>",
    "",
  ].join("\n");
};

const n = (value: number): string => String(Math.round(value * 10) / 10);
const text = (x: number, y: number, kind: string, words: string, anchor = "start"): string =>
  `<text class="${kind}" x="${n(x)}" y="${n(y)}" text-anchor="${anchor}">${escapeXml(words)}</text>`;
const line = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="${kind}" x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}"/>`;

/** Roughly, for text of 12 px. */
const widthOf = (words: string): number => 6.6 * words.length;

const stepLabels = (steps: readonly Span[], x: Scale): readonly string[] =>
  steps.flatMap(({ from, to, label }, i) => {
    const room = x(to) - x(from);
    const said = room > widthOf(label) + 8 ? [text(x(from) + 4, firstLane, "quiet", label)] : [];
    return i === 0 ? said : [...said, line("step", x(from), firstLane - 12, x(from), firstLane + 4)];
  });

/** Labels that would lie over each other stand below each other. */
const lanesOf = (marks: readonly Mark[], x: Scale): readonly number[] => {
  const ends: number[] = [];
  return marks.map((mark) => {
    const { left, right } = labelSpan(mark, x);
    const free = ends.findIndex((end) => end < left);
    const at = free === -1 ? ends.length : free;
    ends[at] = right + 8;
    return at;
  });
};

const labelSpan = ({ at, label }: Mark, x: Scale) => {
  const long = widthOf(label) + 8;
  return x(at) + long > plot.right ? { left: x(at) - long, right: x(at) } : { left: x(at), right: x(at) + long };
};

const markLabel = (mark: Mark, x: Scale, y: number): string => {
  const isLeft = labelSpan(mark, x).left < x(mark.at);
  return text(x(mark.at) + (isLeft ? -5 : 5), y, `label ${mark.kind}`, mark.label, isLeft ? "end" : "start");
};

type Drawn = { readonly shapes: readonly string[]; readonly words: readonly string[] };

const panelOf = (panel: Panel, { steps, warmUp }: ReplayPlot, x: Scale, top: number, i: number): Drawn => {
  const values = valuesOf(panel);
  const ticks = panel.scale === "share" ? shareTicks(values) : evidenceTicks(values, panel.line?.at ?? 0);
  const y = scaleOf(ticks[0]!.at, ticks.at(-1)!.at, top + panelHeight, top);
  const legend = legendOf(panel, top - 34);
  const limit = panel.line === null ? [] : [{ ...panel.line, y: y(panel.line.at) }];
  return {
    shapes: [
      `<clipPath id="panel${i}"><rect x="${plot.left}" y="${top - 1}" width="${plot.right - plot.left}" height="${panelHeight + 2}"/></clipPath>`,
      ...steps.flatMap((step, k) => (k % 2 === 1 ? [band("other", step, x, top)] : [])),
      ...(warmUp === null ? [] : [band("warming", warmUp, x, top)]),
      ...ticks.map(({ at }) => line("grid", plot.left, y(at), plot.right, y(at))),
      ...limit.map((one) => line("threshold", plot.left, one.y, plot.right, one.y)),
      ...legend.shapes,
      `<g clip-path="url(#panel${i})">`,
      ...panel.series.map(({ tone, points }) => `<path class="series ${tone}" d="${pathOf(points, x, y)}"/>`),
      "</g>",
      line("axis", plot.left, top + panelHeight, plot.right, top + panelHeight),
    ],
    words: [
      text(24, top - 34, "heading", panel.title),
      text(24, top - 15, "quiet", panel.text),
      ...legend.words,
      ...ticks.map(({ at, label }) => text(plot.left - 8, y(at) + 4, "quiet", label, "end")),
      ...limit.map((one) => text(plot.right - 4, one.y - 5, "label", one.label, "end")),
      ...(i === 0 && warmUp !== null ? [text(x(warmUp.from) + 4, top + 14, "quiet", warmUp.label)] : []),
    ],
  };
};

const valuesOf = ({ series }: Panel): readonly number[] =>
  series.flatMap(({ points }) => points.flatMap(([, value]) => (value === null ? [] : [value])));

const band = (kind: string, { from, to }: Span, x: Scale, top: number): string =>
  `<rect class="${kind}" x="${n(x(from))}" y="${top}" width="${n(x(to) - x(from))}" height="${panelHeight}"/>`;

/** From the right: a piece of each line, and its name. */
const legendOf = ({ series }: Panel, y: number): Drawn => {
  let right = plot.right;
  const places = series.toReversed().map(({ name, tone }) => {
    const begins = right - widthOf(name) - 30;
    right = begins - 14;
    return { name, tone, begins };
  });
  return {
    shapes: places.map(({ tone, begins }) => line(`series ${tone}`, begins, y - 4, begins + 24, y - 4)),
    words: places.map(({ name, begins }) => text(begins + 30, y, "label", name)),
  };
};

const pathOf = (points: Series["points"], x: Scale, y: Scale): string => {
  let isBroken = true;
  return points
    .map(([at, value]) => {
      if (value === null) {
        isBroken = true;
        return "";
      }
      const step = `${isBroken ? "M" : "L"}${n(x(at))} ${n(y(value))}`;
      isBroken = false;
      return step;
    })
    .join("");
};

const timeAxis = (from: Instant, to: Instant, x: Scale, bottom: number): readonly string[] => [
  ...timeTicks(from, to).flatMap(({ at, label }) => [
    line("axis", x(at), bottom, x(at), bottom + 5),
    text(x(at), bottom + 19, "quiet", label, "middle"),
  ]),
  text(
    (plot.left + plot.right) / 2,
    bottom + 37,
    "quiet",
    `time (UTC), ${new Date(from).toISOString().slice(0, 10)}`,
    "middle",
  ),
];
