import type { Effect } from "../domain/release/effects.ts";

/** The same act asked for on two ticks has the same key, so that it runs once at a time. */
export const effectKey = (effect: Effect): string => {
  if (effect.of === "release") return paperKey(effect);
  return `${effect.rollout} ${effect.kind} ${detailOf(effect)}`;
};

const paperKey = (effect: Extract<Effect, { of: "release" }>): string => {
  switch (effect.kind) {
    case "ask":
      return `ask ${effect.requirement} ${effect.part}`;
    case "send":
      return `send ${effect.requirement} ${effect.to}`;
    case "write":
      return `write ${effect.requirement}`;
    case "tell":
      return `tell ${effect.requirement} ${effect.rung} ${effect.to}`;
    case "notify":
      return `notify ${effect.notice} ${effect.occurrence} ${effect.to}`;
    case "collect":
      return `collect ${effect.failure}`;
    case "seal":
      return "seal";
    case "dispatch":
      return `dispatch ${effect.command}`;
  }
};

const detailOf = (effect: Extract<Effect, { of: "rollout" }>): string => {
  switch (effect.kind) {
    case "bring":
    case "shrink":
      return `${effect.side} ${effect.count}`;
    case "run-hook":
      return effect.point;
    case "run-own-step":
      return `${effect.number}`;
    case "route":
      return `${effect.weight} ${effect.target.way} ${effect.target.index}`;
    case "read-data":
      return effect.phase;
    case "smoke":
      return effect.target;
    case "retire":
      return effect.side;
    case "report":
      return effect.report.type;
    case "hold":
    case "free":
    case "close":
    case "measure":
    case "measure-baseline":
    case "read-versions":
      return "";
  }
};

/** Acts on the same thing never overlap: a late order must not land after a newer one. */
export const resourceOf = (effect: Effect, key: string): string => {
  if (effect.of === "release") return effect.kind === "ask" ? "questions" : key;
  switch (effect.kind) {
    // Routes name instances, and a side that shrinks changes both: one act at a time (T14).
    case "bring":
    case "shrink":
    case "close":
    case "route":
    case "retire":
      return `${effect.environment} sides`;
    case "hold":
    case "free":
      return `${effect.environment} hold`;
    case "read-data":
    case "smoke":
    case "measure":
    case "measure-baseline":
    case "read-versions":
    case "run-hook":
    case "run-own-step":
    case "report":
      return key;
  }
};
