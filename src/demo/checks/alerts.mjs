// node alerts.mjs <roster.json> <alerts.jsonl>: is somebody on call all the time, and does an alert reach them?
//
// Roster: { "period": { "from", "to" }, "shifts": [{ "person", "from", "to" }] }, times in ISO 8601 with an offset.
// Alerts, one per line: { "id", "kind": "test", "raisedAt", "acknowledgedAt", "acknowledgedBy" }; the last two are
// absent until somebody has acknowledged it.
import { readFile } from "node:fs/promises";
import { figuresReport } from "./lib/figures.mjs";
import { run } from "./lib/run.mjs";

const minute = 60_000;
/** ms within which a test alert must have been raised, and within which it must have been acknowledged. */
const limit = 10 * minute;

run(["<roster.json>", "<alerts.jsonl>"], async (rosterFile, alertsFile) => {
  const roster = timed(JSON.parse(await readFile(rosterFile, "utf8")));
  const alerts = (await readFile(alertsFile, "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const gaps = gapsOf(roster);
  const acknowledged = alerts.filter((alert) => isAnswered(alert, roster, Date.now()));
  const findings = [...gaps.map(gapFinding), ...(acknowledged.length > 0 ? [] : [silent(alertsFile)])];
  const figures = {
    checked: 2,
    problems: findings.length,
    alertsAcknowledged: acknowledged.length,
    rosterGapMinutes: gaps.reduce((sum, { from, to }) => sum + (to - from), 0) / minute,
  };
  return figuresReport("shop alerts", figures, findings);
});

const time = (written) => {
  const at = /(Z|[+-]\d\d:\d\d)$/.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(at)) throw new Error(`“${written}” is no time with its offset`);
  return at;
};
const span = ({ from, to, ...rest }) => ({ ...rest, from: time(from), to: time(to) });

const timed = ({ period, shifts }) => {
  const roster = {
    period: span(period),
    shifts: shifts
      .filter(({ person }) => person)
      .map(span)
      .sort((a, b) => a.from - b.from),
  };
  if (roster.period.from >= roster.period.to) throw new Error("the period ends before it begins");
  return roster;
};

/** Times of the period in which nobody is on call. */
const gapsOf = ({ period, shifts }) => {
  const gaps = [];
  let covered = period.from;
  for (const { from, to } of shifts) {
    if (from > covered && covered < period.to) gaps.push({ from: covered, to: Math.min(from, period.to) });
    covered = Math.max(covered, to);
  }
  return covered < period.to ? [...gaps, { from: covered, to: period.to }] : gaps;
};

/** Acknowledged soon enough, recently enough, and by the person whose shift it was. */
const isAnswered = ({ kind, raisedAt, acknowledgedAt, acknowledgedBy }, { shifts }, now) => {
  if (kind !== "test" || !acknowledgedAt || !acknowledgedBy) return false;
  const [raised, answered] = [time(raisedAt), time(acknowledgedAt)];
  const onCall = shifts.some(({ person, from, to }) => person === acknowledgedBy && from <= answered && answered < to);
  return onCall && raised <= answered && answered <= now && answered - raised <= limit && now - raised <= limit;
};

const gapFinding = ({ from, to }) => ({
  id: "roster-gap",
  severity: "high",
  title: `nobody is on call from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`,
  where: "roster",
});
const silent = (where) => ({
  id: "alert-unanswered",
  severity: "high",
  title: "no test alert of the last 10 minutes was acknowledged within 10 minutes by the person on call",
  where,
});
