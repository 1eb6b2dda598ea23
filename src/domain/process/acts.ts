import { nextStep } from "../failure/next-step.ts";
import { actOn } from "../incident/act-on.ts";
import { waitingFor } from "../release/ask-again-at.ts";
import type { Release } from "../release/release.ts";
import { openParts } from "./judge-check.ts";
import type { Check, Process, RolloutRequirement } from "./process.ts";
import { requirementOf } from "./requirement-of.ts";
import type { RequirementStatus } from "./status.ts";
import { waitOf } from "./wait-of.ts";

type Asked = Pick<RequirementStatus, "id" | "kind" | "state" | "waitsFor" | "owner" | "title">;

/** What somebody can do about an unmet requirement, as a command that can be typed. */
export const nextAct = (process: Process, release: Release, asked: Asked): string => {
  const { id, kind, state, waitsFor } = asked;
  if (waitsFor.length > 0) return `first: ${waitsFor.join(", ")}`;
  const typed = (verb: string, rest = "") => `headgate ${verb} ${release.id} ${id}${rest}`;
  const requirement = requirementOf(process, id);
  switch (kind) {
    case "check": {
      const alert = alertOf(release, id);
      if (alert !== null) return `headgate ack ${release.id} ${alert} --as <whoever is on call>`;
      if (
        requirement?.kind === "check" &&
        isMachines(release, id, requirement.probe !== undefined, openParts(release, requirement))
      )
        // A machine asks by itself what it never asked; whether a plain "no" is asked again is a person's decision.
        return state === "fail"
          ? `${wayBackOf(process, release, requirement)}${typed("run", ` --as <${asked.owner}>`)}`
          : `headgate run ${release.id}`;
      return requirement?.kind === "check" && requirement.reports.length > 0
        ? `${typed("import", requirement.parts.length > 0 ? " FILE --part <part>" : " FILE")} (${requirement.reports.join(", ")}), or bind it under checks: in headgate.yaml`
        : `headgate run ${release.id}`;
    }
    case "approval":
      return typed("approve", ` --as <${asked.owner}>`);
    case "document":
      return requirement?.kind === "document" && requirement.template !== undefined && state !== "fail"
        ? `headgate run ${release.id}`
        : typed("file", " FILE.md --as <person>");
    case "record":
      return typed("file", " FILE.yaml --as <person>");
    case "review":
      return typed("file", ` FILE.yaml --as ${asked.owner}`);
    case "incident": {
      const trigger = release.triggers.find((one) => one.id === id);
      return trigger === undefined
        ? `headgate issue list ${release.id}`
        : actOn(process, release, trigger, `<${asked.owner}>`);
    }
    case "failure": {
      const failure = release.failures.find((one) => one.id === id);
      return failure === undefined
        ? typed("file", ` FILE.yaml --as <${asked.owner}>`)
        : nextStep(release, failure, `<${asked.owner}>`);
    }
    case "message":
      return `headgate run ${release.id}`;
    case "rollout":
      return (
        (requirement?.kind === "rollout" ? answerTo(release, requirement, asked.owner) : null) ??
        `headgate run ${release.id} ${id} --as <${asked.owner}>`
      );
    case "role":
      return "name a person for it under people: in headgate.yaml, and open the release anew";
    case "post":
      return postAct(process, release, id, asked.owner);
    case "task":
      return typed("task", " --note TEXT --as <person>");
  }
};

/** What is said to a rollout that waits for people; null while it waits for nobody. */
const answerTo = (release: Release, rollout: RolloutRequirement, owner: string): string | null => {
  const wait = waitOf(release, rollout);
  switch (wait?.wait) {
    case undefined:
      return null;
    case "pause":
      return `headgate resume ${release.id} ${rollout.environment} --as <${owner}>, or: headgate rollback ${release.id} ${rollout.environment} --reason TEXT --as <person>`;
    case "go":
      return `headgate promote ${release.id} ${rollout.environment} --as <${owner}>`;
    case "runbook":
      return `headgate step ${release.id} ${wait.own?.number} ${rollout.environment} --done|--failed --note TEXT --as <${owner}>`;
  }
};

/** `headgate confirm shop-1.1.0 qa-lead --as <qa-lead>` */
const postAct = ({ requirements }: Process, { id: release }: Release, key: string, owner: string): string => {
  const rollout = requirements.find((one) => one.kind === "rollout" && key.startsWith(`${one.id}.`));
  return `headgate confirm ${release} ${key.slice((rollout?.id ?? "").length + 1)} --as <${owner}>`;
};

/** Where users meet what a check found, the way back is proposed first; to ask again is the second thought (R78). */
const wayBackOf = (process: Process, release: Release, { after }: Check): string => {
  const live = process.requirements.find(
    (one) =>
      after.includes(one.id) &&
      one.kind === "rollout" &&
      one.purpose === "deploy" &&
      release.rollouts.findLast(({ environment }) => environment === one.environment)?.phase === "promoted",
  );
  return live?.kind === "rollout"
    ? `headgate rollback ${release.id} ${live.environment} --reason TEXT --as <person>, or: `
    : "";
};

/** The alert of one of its parts that waits for an answer. */
export const alertOf = ({ evidence }: Release, requirement: string): string | null =>
  Object.values(evidence)
    .filter((one) => one.requirement === requirement)
    .map(({ report }) => waitingFor(report))
    .find((alert) => alert !== null) ?? null;

/** Somebody's machine answers it: a probe, or a binding for every part. */
export const isMachines = (release: Release, id: string, hasProbe: boolean, parts: readonly string[]): boolean =>
  hasProbe || parts.every((part) => release.plan.bound.includes(part === "" ? id : `${id}#${part}`));
