import { expect, test } from "vitest";
import { readAlertmanager } from "./alertmanager-request.ts";

/** As Alertmanager 0.27 posts it. */
const body = (alerts: readonly object[]) =>
  JSON.stringify({
    receiver: "headgate",
    status: "firing",
    alerts,
    groupLabels: { alertname: "ErrorRate" },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://127.0.0.1:9093",
    version: "4",
    groupKey: '{}:{alertname="ErrorRate"}',
    truncatedAlerts: 0,
  });
const alert = (labels: object, more: object = {}) => ({
  status: "firing",
  labels: { alertname: "ErrorRate", ...labels },
  annotations: { summary: "6 % of the requests fail" },
  startsAt: "2026-11-02T09:00:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://127.0.0.1:9090",
  fingerprint: "c0ffee",
  ...more,
});

test("an alert becomes a trigger: its severity, its words, where, and a key that stays the same", () => {
  expect(readAlertmanager(body([alert({ severity: "page", environment: "staging" })]))).toEqual({
    ok: true,
    alerts: [
      {
        status: "firing",
        severity: "critical",
        says: "ErrorRate: 6 % of the requests fail",
        environment: "staging",
        release: null,
        key: "c0ffee",
      },
    ],
  });
});

test("a severity that nobody knows counts as high, for silence is no good news", () => {
  const read = readAlertmanager(body([alert({ severity: "sev-banana" }), alert({}), alert({ severity: "Warning" })]));
  expect(read.ok && read.alerts.map(({ severity }) => severity)).toEqual(["high", "high", "medium"]);
});

test("an alert may name the release that it is of", () => {
  const read = readAlertmanager(body([alert({ release: "shop-1.1.0" })]));
  expect(read.ok && read.alerts[0]?.release).toBe("shop-1.1.0");
});

test("a resolved alert says so", () => {
  const read = readAlertmanager(body([alert({ severity: "high" }, { status: "resolved" })]));
  expect(read.ok && read.alerts[0]?.status).toBe("resolved");
});

test("everything that is wrong with a body is told at once", () => {
  expect(readAlertmanager("no")).toEqual({ ok: false, problems: ["it is no JSON"] });
  const read = readAlertmanager(JSON.stringify({ version: "3", alerts: [{ status: "odd", labels: {} }] }));
  expect(read.ok ? [] : read.problems.map((one) => one.split(":")[0])).toEqual([
    "version",
    "alerts.0.status",
    "alerts.0.fingerprint",
  ]);
});

test("a long alert is cut and never left out; a call without end is refused", () => {
  const alert = { status: "firing", labels: { alertname: "slow" }, annotations: { summary: "x".repeat(9_000) } };
  const call = (n: number): string =>
    JSON.stringify({ version: "4", alerts: Array.from({ length: n }, (_, i) => ({ ...alert, fingerprint: `${i}` })) });
  const read = readAlertmanager(call(1));
  expect(read.ok && read.alerts[0]?.says).toMatch(/^slow: x+ …$/);
  expect(read.ok && read.alerts[0]?.says).toHaveLength(500);
  expect(readAlertmanager(call(501)).ok).toBe(false);
});
