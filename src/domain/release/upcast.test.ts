import { expect, test } from "vitest";
import { percent } from "../units.ts";
import { upcast } from "./upcast.ts";

const old = { weight: percent(5), candidate: 1, baseline: 4, bake: 1_000, gates: ["analysis"], deadline: 180_000 };
const present = { ...old, cohort: null, meanwhile: 4, closed: false, late: "roll back" };

test.each([
  ["RolloutRequested", { attempt: 1, steps: [old] }, { attempt: 1, steps: [present], size: 4, hooks: [] }],
  ["RolloutStarted", { hold: 2 }, { hold: 2, running: 0 }],
  ["WeightConfirmed", { step: 0, weight: 5 }, { step: 0, weight: 5, downtime: 0 }],
  ["RollbackStarted", { by: "ada" }, { by: "ada", legs: [] }],
  ["TrafficReturned", {}, { downtime: 0 }],
  [
    "ReleaseOpened",
    { release: "shop-1", plan: { owner: "ada", environments: { staging: { count: 4, steps: [old] } } } },
    {
      release: "shop-1",
      plan: {
        owner: "ada",
        choice: { reason: "", ranking: [] },
        hooks: [],
        environments: { staging: { count: 4, steps: [present] } },
      },
    },
  ],
  ["StepCompleted", { step: 1 }, { step: 1 }],
  ["constructor", { odd: true }, { odd: true }],
])("%s of 0.1 means what it meant", (type, data, expected) => {
  expect(upcast(type, data)).toEqual(expected);
});

test.each([
  [
    "RolloutRequested",
    { steps: [{ ...present, meanwhile: 2, closed: true, late: "step back" }], size: 6, hooks: [{}] },
  ],
  ["RolloutStarted", { running: 6 }],
  ["WeightConfirmed", { downtime: 7 }],
  ["RollbackStarted", { legs: [{ weight: 0, baseline: 4, meanwhile: 0, closed: false }] }],
  ["TrafficReturned", { downtime: 7 }],
])("a %s of today stays as it is", (type, data) => {
  expect(upcast(type, data)).toEqual(data);
});
