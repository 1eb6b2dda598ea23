import { describe, expect, test } from "vitest";
import { leastHeadgate } from "../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../test/support/small-process.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const process = smallProcess();
const problemsOf = (more: string): readonly string[] => {
  const reading = loadConfig("headgate.yaml", `${leastHeadgate}${more}`, process);
  return reading.ok ? [] : reading.problems.map((one) => showProblem(one).replace(/^headgate\.yaml:\d+ /, ""));
};
const board = (keys: string) =>
  `monitoring: { dashboards: [{ name: a, url: "http://a.test", prometheus: { url: "http://p.test" }, signals: { latency: a }, ${keys} }] }`;
const alerts = 'monitoring: { alertmanager: { url: "http://a.test", receiver: pager } }';
const shift = (person: string, from = "2026-12-01T00:00:00Z", to = "2026-12-02T00:00:00Z") =>
  `on-call: { shifts: [{ person: ${person}, from: "${from}", to: "${to}" }] }`;

describe("what is written wrongly is named with what to do", () => {
  test.each([
    [
      'monitoring: { dashboards: [{ name: a, url: "http://u:p@a.test/", prometheus: { url: "http://p.test" }, signals: {} }] }',
      [
        "monitoring.dashboards[0].url: has a name or password in it, and this file is kept with each release; write authorization: $NAME",
        "monitoring.dashboards[0].signals: is empty; name one of latency, traffic, errors, saturation",
      ],
    ],
    [
      board("authorization: Bearer hunter2"),
      [
        "monitoring.dashboards[0].authorization: is no variable; write $NAME, and set that variable where headgate runs to the whole header, such as Bearer abc",
      ],
    ],
    [alerts, ["monitoring.alertmanager: has nobody to answer its test alert; add on-call: with who is on call when"]],
    [
      `monitoring: { alertmanager: { url: "http://a.test", receiver: pager, labels: { headgate_alert: mine } } }\n${shift("ada")}`,
      [expect.stringContaining("write a label of letters, digits and underscores, other than headgate_alert")],
    ],
    ["on-call: {}", ["on-call: names nobody; add shifts: [{ person, from, to }], or file:"]],
    [shift("ad"), ['on-call.shifts[0].person: nobody is called "ad"; the people are ada']],
    [
      shift("ada", "2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z"),
      ["on-call.shifts[0].to: ends before it begins; swap from and to"],
    ],
    [
      shift("ada", "2026-12-01T00:00:00"),
      [
        'on-call.shifts[0].from: is the text "2026-12-01T00:00:00"; write a date and time with its offset, such as 2026-12-01T20:00:00Z',
      ],
    ],
    [
      'logs: { services: [{ name: shop, emit: { get: /health }, store: { driver: loki, url: "http://l.test", selector: app } }] }',
      [
        "logs.services[0].emit: has no {marker} in it; write { get: /path?x={marker} } or { command: […] }",
        'logs.services[0].store.selector: is the text "app"; write a stream selector, such as {app="shop"}',
      ],
    ],
    [
      'logs: { services: [{ name: shop, emit: { get: "/{marker}", command: [a, "{marker}"] }, store: { driver: files, files: [] } }] }',
      [
        "logs.services[0].emit: has two ways; write { get: /path?x={marker} } or { command: […] }",
        'logs.services[0].store.driver: is the text "files"; did you mean "file"?',
      ],
    ],
  ])("%s", (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test("an agent is not woken", () => {
    const people = leastHeadgate.replace("people:\n", "people:\n  bot: { name: Bot, email: b@e.test, kind: agent }\n");
    const reading = loadConfig("headgate.yaml", `${people}${shift("bot")}`, process);
    expect(reading.ok ? [] : reading.problems.map(showProblem)).toEqual([
      expect.stringContaining('"bot" is an agent, and nobody wakes an agent; name a human'),
    ]);
  });
});

test("what was meant loads", () => {
  expect(problemsOf(`${alerts}\n${shift("ada")}`)).toEqual([]);
  expect(problemsOf(`${alerts}\non-call: { file: roster.ics }`)).toEqual([]);
  expect(problemsOf(board("within: 1h"))).toEqual([]);
});
