import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { instant } from "../domain/units.ts";
import { evidenceTicks, shareTicks, timeTicks } from "./plot-ticks.ts";
import { type ReplayPlot, replayPlot } from "./replay-plot.ts";

const at = (seconds: number) => instant(Date.UTC(2026, 10, 2, 14) + seconds * 1000);
const plotted: ReplayPlot = {
  title: 'Replay of <b>"x"</b> & \u0007co',
  subtitle: "two windows",
  from: at(0),
  to: at(600),
  steps: [
    { from: at(0), to: at(300), label: "5 % to the candidate" },
    { from: at(300), to: at(600), label: "25 % to the candidate" },
  ],
  warmUp: { from: at(0), to: at(90), label: "warm-up" },
  marks: [
    { at: at(290), kind: "good", label: "promote 14:04:50" },
    { at: at(300), kind: "doubt", label: "pause 14:05:00" },
    { at: at(595), kind: "bad", label: "roll back 14:09:55" },
  ],
  panels: [
    {
      title: "Error rate",
      text: "",
      scale: "share",
      series: [
        {
          name: "candidate",
          tone: "candidate",
          points: [
            [at(0), 0.01],
            [at(100), null],
            [at(200), 0.02],
            [at(300), 0],
          ],
        },
      ],
      line: null,
    },
    { title: "Evidence", text: "", scale: "evidence", series: [], line: { at: 2, label: "1/alpha = 100" } },
  ],
};

const parsed = (svg: string) => {
  const parser = new SaxesParser();
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof found)[number][] = [];
  parser.on("opentag", ({ name, attributes }) => {
    const one = { name, attributes: attributes as Record<string, string>, text: "" };
    found.push(one);
    open.push(one);
  });
  parser.on("text", (text) => {
    for (const one of open.slice(-1)) one.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(svg).close(); // throws on what is not well-formed
  return found;
};

test("it is well-formed whatever the words, and scripts nothing", () => {
  const all = parsed(replayPlot(plotted));

  expect(all.find(({ name }) => name === "title")?.text).toBe('Replay of <b>"x"</b> & co: two windows');
  expect(new Set(all.map(({ name }) => name))).toEqual(
    new Set(["svg", "title", "style", "rect", "clipPath", "g", "line", "path", "text"]),
  );
  expect(all.flatMap(({ attributes }) => Object.values(attributes)).join(" ")).not.toMatch(/NaN|Infinity|undefined/);
});

test("a line is broken where nothing was measured", () => {
  const paths = parsed(replayPlot(plotted)).flatMap(({ attributes }) => attributes.d ?? []);

  expect(paths.map((path) => path.replaceAll(/[\d. ]+/g, ""))).toEqual(["MML"]);
});

test("labels of decisions that are close to each other do not overlap, and the last one stays on the paper", () => {
  const labels = parsed(replayPlot(plotted)).filter(({ attributes }) =>
    /label (bad|good|doubt)/.test(attributes.class ?? ""),
  );
  const [promote, pause, back] = labels.map(({ attributes }) => attributes);

  expect(promote!.y).not.toBe(pause!.y);
  expect(back!["text-anchor"]).toBe("end");
});

test("axes have round numbers, few enough to read", () => {
  expect(shareTicks([0, 0.0123]).map(({ label }) => label)).toEqual(["0 %", "0.5 %", "1 %", "1.5 %"]);
  expect(shareTicks([]).map(({ label }) => label)).toEqual(["0 %", "0.05 %", "0.1 %"]);
  expect(shareTicks([1]).at(-1)?.label).toBe("100 %");
  expect(evidenceTicks([-40, 300], 2).map(({ label }) => label)).toEqual([
    "10⁻³",
    "10⁻²",
    "10⁻¹",
    "10⁰",
    "10¹",
    "10²",
    "10³",
    "10⁴",
  ]);
  expect(timeTicks(at(3), at(33)).map(({ label }) => label)).toContain("14:00:05");
  expect(timeTicks(at(0), at(86_400 * 3)).length).toBeLessThanOrEqual(13);
  expect(timeTicks(at(0), at(86_400 * 300)).length).toBeLessThanOrEqual(13);
});
