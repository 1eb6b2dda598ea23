import { memo, useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { lookChoice, zoneChoice } from "../data/choice.ts";
import { inTurn, outOfTurn } from "./in-turn.ts";
import { clock } from "./time.ts";

export type Series = {
  readonly name: string;
  /** A name of `base.css`, such as `candidate`. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** A line that something is decided at. */
  readonly isLimit?: boolean;
};

type Props = {
  /** With its unit and window: `Errors, % of requests per 20 s`. */
  readonly title: string;
  /** What it comes to now, where its legend does not say it: for whoever does not see the lines, too. */
  readonly says?: string;
  /** Ends of the windows, in ms since 1970. */
  readonly at: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Shorter, for the axis; else the same. */
  readonly axis?: (value: number) => string;
  /** The axis reaches this far at least, so that noughts are no mountains. */
  readonly least?: number;
};

const height = 180;

/** Lines over time that move on as windows close. Its size never changes, so that nothing below it jumps. */
export const Chart = memo(({ title, says, at, series, format, axis = format, least = 1e-9 }: Props) => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const look = lookChoice.use();
  const zone = zoneChoice.use();
  const names = series.map(({ name }) => name).join("|");
  const now = useRef({ at, series, axis });
  now.current = { at, series, axis };
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew when its lines, its colours or its clock change.
  useEffect(() => {
    const host = box.current;
    if (host === null) return;
    const made = new uPlot(
      optionsOf(host, now.current.series, (value) => now.current.axis(value), zone, least),
      [[]],
      host,
    );
    made.setData(dataOf(now.current.at, now.current.series));
    plot.current = made;
    const sized = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height }));
    sized.observe(host);
    return () => {
      sized.disconnect();
      outOfTurn(box);
      made.destroy();
      plot.current = null;
    };
  }, [names, look, zone]);
  useEffect(() => {
    inTurn(box, () => plot.current?.setData(dataOf(at, series)));
  }, [at, series]);
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong>
        <Legend series={series} format={format} />
      </figcaption>
      <div ref={box} aria-hidden="true" style={{ height }} />
      {says !== undefined && <p className="small soft">{says}</p>}
    </figure>
  );
});

const Legend = ({ series, format }: Pick<Props, "series" | "format">) => (
  <span className="row small">
    {series.map(({ name, colour, values, isLimit }) => {
      const last = values.findLast((value) => value !== null);
      return (
        <span key={name}>
          <span className={isLimit ? "key dashed" : "key"} style={{ borderColor: `var(--${colour})` }} /> {name}{" "}
          <strong>{last == null ? "not measured" : format(last)}</strong>
        </span>
      );
    })}
  </span>
);

const dataOf = (at: Props["at"], series: Props["series"]): uPlot.AlignedData => [
  at.map((ms) => ms / 1_000),
  ...series.map(({ values }) => [...values]),
];

/** What a name stands for in the present look; a canvas does not know names. */
const colourOf = (host: Element, name: string): string => {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

const optionsOf = (
  host: HTMLElement,
  series: Props["series"],
  short: Props["format"],
  zone: "UTC" | "local",
  least: number,
): uPlot.Options => {
  const [soft, line] = [colourOf(host, "soft"), colourOf(host, "line")];
  const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line }, font: "12px system-ui" };
  return {
    width: host.clientWidth,
    height,
    legend: { show: false },
    cursor: { points: { size: 5 }, drag: { x: false, y: false } },
    scales: {
      // A single window has no width.
      x: { range: (_, min, max) => (min === max ? [(min ?? 0) - 60, (max ?? 0) + 60] : [min, max]) },
      y: { range: (_, __, max) => [0, Math.max(max ?? 0, least) * 1.1] },
    },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((seconds) => clock(seconds * 1_000, zone)), space: 80 },
      { ...axis, size: 64, values: (_, ticks) => ticks.map(short) },
    ],
    series: [
      {},
      ...series.map(
        ({ name, colour, isLimit }): uPlot.Series => ({
          label: name,
          stroke: colourOf(host, colour),
          width: 2,
          points: { show: (plot) => plot.data[0].length < 3 },
          spanGaps: false,
          ...(isLimit ? { dash: [6, 4], width: 1.5 } : {}),
        }),
      ),
    ],
  };
};
