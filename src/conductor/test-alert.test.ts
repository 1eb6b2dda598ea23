import { describe, expect, test } from "vitest";
import { digestOf, evidence, given, minutes, openRelease } from "../../test/support/release.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Report } from "../domain/release/evidence.ts";
import { type Instant, millis } from "../domain/units.ts";
import type { AlertFired, Alertmanager } from "../probes/monitoring/alertmanager.ts";
import type { Seen } from "../probes/port.ts";
import { testAlert } from "./test-alert.ts";

const check = "checklist.monitoring";
const question = { requirement: check, part: "", build: digestOf("shop 1.1.0"), environment: "production" };
const settings = {
  url: "http://alerts.test",
  authorization: null,
  receiver: "pager",
  labels: { team: "shop" },
  acknowledgeWithin: millis(600_000),
};
const shifts = [{ person: "bo", from: minutes(0), to: minutes(600) }];

/** An Alertmanager in memory, whose alerts end when they say. */
const inMemory = (now: () => Instant) => {
  const alerts = new Map<string, AlertFired>();
  const answers: { by: string; at: Instant }[] = [];
  const port: Alertmanager = {
    silence: async () => undefined,
    fire: async ({ id }, alert) => void alerts.set(id, alert),
    see: async ({ id }) => {
      const alert = alerts.get(id);
      const isOver = alert === undefined || alert.to <= now();
      return { alert: isOver ? null : { from: alert.from, receivers: ["pager"], muted: [] }, answers };
    },
  };
  return { port, alerts, answers };
};

const world = () => {
  let now = minutes(10);
  let events: readonly ReleaseEvent[] = [];
  const memory = inMemory(() => now);
  const look = async (): Promise<Seen> => {
    const deps = {
      now: () => now,
      digestOf: (value: unknown) => digestOf(JSON.stringify(value)),
      looks: { alertmanager: memory.port },
    };
    const loaded = { release: given(openRelease(), ...events) };
    return testAlert(deps, loaded, question, settings, shifts, AbortSignal.timeout(9_000));
  };
  return {
    ...memory,
    look,
    at: (minute: number) => {
      now = minutes(minute);
    },
    /** What was seen is written down. */
    record: ({ figures, texts = {} }: Seen): void => {
      events = [...events, evidence(check, { figures, texts } as Partial<Report>, now)];
    },
  };
};

describe("a test alert is level-triggered", () => {
  test("R41: a crash between firing and writing it down finds the same alert again", async () => {
    const { look, at, alerts } = world();
    const first = await look();
    at(11);
    const again = await look();
    expect(again.texts?.alertId).toBe(first.texts?.alertId);
    expect(again.figures.alertFiredAt).toBe(minutes(10));
    expect(alerts.size).toBe(1);
  });

  test("R41: who comes back long after finds the answer that was given in time, or that there was none", async () => {
    for (const [answered, acknowledged] of [
      [15, 1],
      [25, 0],
    ] as const) {
      const { look, at, record, answers } = world();
      record(await look());
      answers.push({ by: "Bo Berg", at: minutes(answered) });
      at(300);
      const { figures } = await look();
      expect(figures).toMatchObject({ alertsRouted: 1, alertsAcknowledged: acknowledged });
      expect(figures.askAgainAt).toBeUndefined();
    }
  });

  test("an alert that Alertmanager forgot is fired again, the same one; a new attempt is a new one", async () => {
    const { look, at, record, alerts } = world();
    const first = await look();
    record(first);
    alerts.clear();
    at(12);
    record(await look());
    expect([...alerts.keys()]).toEqual([first.texts?.alertId]);
    at(21);
    record(await look());
    at(30);
    record(await look());
    expect(alerts.size).toBe(2);
  });

  test("it ends by itself soon after the time for an answer, should nobody come back", async () => {
    const { look, alerts } = world();
    await look();
    expect([...alerts.values()].map(({ from, to }) => [from, to])).toEqual([[minutes(10), minutes(21)]]);
  });

  test("nobody is woken when nobody is on call", async () => {
    const { look, at, alerts } = world();
    at(700);
    expect((await look()).figures).toEqual({ alertsFired: 0, alertsAcknowledged: 0 });
    expect(alerts.size).toBe(0);
  });
});
