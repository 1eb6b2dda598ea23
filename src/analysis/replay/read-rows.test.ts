import { describe, expect, test } from "vitest";
import { bucketOf, lastBucket } from "../histogram.ts";
import { readRows } from "./read-rows.ts";

const rowsOf = (text: string) => {
  const read = readRows(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};
const problemsOf = (text: string): readonly string[] => {
  const read = readRows(text);
  return read.ok ? [] : read.problems.map(({ line, path, what }) => `${line} ${path}: ${what}`);
};
const at = Date.parse("2026-11-02T14:00:05Z");
const header = "time,side,requests,errors";

describe("the same row, as CSV and as JSON", () => {
  const expected = {
    at,
    side: "candidate",
    weight: 5,
    counts: {
      requests: 25,
      errors: 1,
      latency: [
        [bucketOf(50), 20],
        [bucketOf(100), 4],
        [lastBucket, 1],
      ],
      counters: { checkout: { total: 6, bad: 2 } },
    },
  };

  test.each([
    [
      "CSV",
      `time,side,weight,requests,errors,le_50,le_100,le_inf,checkout.total,checkout.bad
2026-11-02T14:00:05Z,candidate,5,25,1,20,4,1,6,2`,
    ],
    [
      "JSON on lines",
      '{"time":"2026-11-02T14:00:05Z","side":"candidate","weight":5,"requests":25,"errors":1,' +
        '"latency":[[50,20],[100,4],["inf",1]],"counters":{"checkout":{"total":6,"bad":2}}}\n',
    ],
  ])("%s", (_, text) => {
    expect(rowsOf(text)).toMatchObject([expected]);
  });
});

test.each([
  ["2026-11-02T14:00:05Z"],
  ["2026-11-02T15:00:05+01:00"],
  ["2026-11-02 14:00:05.000Z"],
  [String(at)],
  [String(at / 1000)],
])("%s is the same moment", (time) => {
  expect(rowsOf(`${header}\n${time},baseline,1,0`)[0]!.at).toBe(at);
});

test.each([
  ["candidate", "candidate"],
  ["canary", "candidate"],
  ["experiment", "candidate"],
  ["baseline", "baseline"],
  ["stable", "baseline"],
  ["control", "baseline"],
])("%s is the %s", (name, side) => {
  expect(rowsOf(`${header}\n${at},${name},1,0`)[0]!.side).toBe(side);
});

test("cells in quotes, Windows line ends and a byte order mark are no obstacle", () => {
  expect(rowsOf(`\uFEFF${header}\r\n"${at}","canary",3,1\r\n\r\n`)).toMatchObject([
    { line: 2, side: "candidate", counts: { requests: 3, errors: 1 } },
  ]);
});

describe("T23: what was not measured is not zero", () => {
  test.each([
    [`${header}\n${at},canary,,`],
    [`${header}\n${at},canary,NaN,NaN`],
    [`{"time":${at},"side":"canary","requests":null,"errors":null}`],
  ])("%j", (text) => {
    expect(rowsOf(text)[0]!.counts).toBeNull();
  });

  test("a row without latencies has none, and one with a few of its buckets is complained about", () => {
    const csv = `${header},le_50,le_inf`;
    expect(rowsOf(`${csv}\n${at},canary,5,0,,`)[0]!.counts!.latency).toEqual([]);
    expect(problemsOf(`${csv}\n${at},canary,5,0,5,`)).toEqual(["2 latency le inf: nothing is no number"]);
  });
});

test("everything that is wrong is said at once, by line", () => {
  expect(
    problemsOf(
      `${header},le_50,speed
yesterday,canary,3,0,1,2
${at},tiger,2.5,x,1,2
${at},canary,-1,0
2026-11-02T14:00:05,canary,3,4,1,2`,
    ),
  ).toEqual([
    "1 speed: unknown column",
    '2 time: "yesterday" is no time',
    '3 side: "tiger" is no side',
    "3 requests: 2.5 is not whole",
    '3 errors: "x" is no number',
    "4 : 4 cells, and the first line names 6 columns",
    '5 time: "2026-11-02T14:00:05" is no time',
    "5 errors: 4 of 3 requests",
  ]);
  expect(
    problemsOf(
      `{"time":${at},"side":"canary","requests":1,"errors":0,"weight":101,"speed":3}
{"time":${at}
[]
{"time":-5,"side":"constructor","latency":[[50]],"counters":{"a":{"total":1,"bad":2}}}`,
    ),
  ).toEqual([
    "1 speed: unknown field",
    "1 weight: 101 is no share in percent",
    "2 : no JSON object",
    "3 : no JSON object",
    "4 time: -5 is no time",
    '4 side: "constructor" is no side',
    "4 requests: nothing is no number",
    "4 errors: nothing is no number",
    "4 latency: [50] is no bucket",
    "4 counters a: 2 bad ones of 1",
  ]);
});

test.each([
  ["", ["1 time: no such column", "1 side: no such column", "1 requests: no such column", "1 errors: no such column"]],
  [header, ["1 : has no row of counts"]],
  [`${header},errors\n`, ["1 errors: this column is there twice"]],
])("%j holds nothing to judge", (text, problems) => {
  expect(problemsOf(text)).toEqual(expect.arrayContaining(problems));
});

test("a file without end is refused before it is taken apart", () => {
  expect(problemsOf("\n".repeat(500_000))).toEqual(["1 : has more than 500000 lines"]);
});
