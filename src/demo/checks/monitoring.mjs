// node monitoring.mjs <router socket> <roster.json> <alerts.jsonl>: do the four golden signals arrive, is somebody on
// call all the time, and does an alert reach them? The roster and the alerts are as `alerts.mjs` describes them.
import { execFile } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { figuresReport } from "./lib/figures.mjs";
import { run } from "./lib/run.mjs";

const state = (socketPath) =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/state" }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve(JSON.parse(text)));
    });
    asked.on("error", reject);
    asked.end();
  });

const total = (counts, figure) => counts.reduce((sum, one) => sum + one[figure], 0);

/** A signal counts when it is there and moves with the traffic; errors and saturation may well stay at nothing. */
const signalsOf = (before, after) => {
  const [was, is] = [Object.values(before.builds), Object.values(after.builds)];
  return {
    traffic: total(is, "requests") > total(was, "requests"),
    latency: is.some(({ latency }) => latency.length > 0),
    errors: is.length > 0 && is.every(({ errors }) => Number.isInteger(errors)),
    saturation: is.length > 0 && is.every(({ inFlight }) => Number.isInteger(inFlight)),
  };
};

run(["<router socket>", "<roster.json>", "<alerts.jsonl>"], async (socket, roster, alerts) => {
  const before = await state(socket);
  await wait(1_000);
  const signals = signalsOf(before, await state(socket));
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, "alerts.mjs"),
    roster,
    alerts,
  ]);
  const onCall = JSON.parse(stdout);
  const missing = Object.entries(signals).filter(([, arrives]) => !arrives);
  const findings = missing.map(([name]) => ({
    id: `signal-${name}`,
    severity: "high",
    title: `no ${name} data arrives`,
    where: socket,
  }));
  const figures = { ...onCall.figures, signals: 4 - missing.length };
  return figuresReport("shop monitoring", figures, [...findings, ...onCall.findings]);
});
