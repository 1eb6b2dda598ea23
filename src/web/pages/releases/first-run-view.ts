import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { ServiceAnswer } from "../../../api/service-answer.ts";

export type FirstStep = {
  readonly title: string;
  readonly isDone: boolean;
  /** What there is by now, or what is still to be done. */
  readonly says: string;
  /** What to type for it; "" when there is nothing to type. */
  readonly command: string;
  /** Pages where it can be done. */
  readonly at: readonly Place[];
};

export type Place = readonly [href: string, says: string];

type Known = {
  readonly service: ReadOnly<Pick<ServiceAnswer, "service" | "people" | "roles">>;
  readonly environments: readonly ReadOnly<Pick<EnvironmentAnswer, "environment" | "runs">>[];
  readonly hasReleases: boolean;
};

/** From nothing to the first release, each step ticked by a fact and by nobody's word. */
export const firstSteps = ({ service, environments, hasReleases }: Known): readonly FirstStep[] => [
  people(service),
  adoption(environments),
  {
    title: "Open the first release",
    isDone: hasReleases,
    says: hasReleases
      ? "It is open."
      : "A build and its version are enough; the page of the release says what comes next.",
    command: hasReleases ? "" : "headgate open --build DIR --version V --as YOU",
    at: hasReleases ? [] : [["/open", "Open it here"]],
  },
];

/** Nothing is left once the last step is done: then the list has served its turn. */
export const isFirstRun = (steps: readonly FirstStep[]): boolean => !steps.every(({ isDone }) => isDone);

const people = ({ people: all, roles }: Known["service"]): FirstStep => {
  const nobodys = roles.filter(
    ({ id, required }) => required && !all.some((one) => one.kind === "human" && one.roles.includes(id)),
  );
  return {
    title: "Name somebody for every role",
    isDone: nobodys.length === 0,
    says:
      nobodys.length === 0
        ? "Each role that has to be held is held."
        : `Nobody is ${nobodys.map(({ title }) => title).join(", ")}: give these roles to people in headgate.yaml.`,
    command: nobodys.length === 0 ? "" : "headgate check",
    at: [],
  };
};

const adoption = (environments: Known["environments"]): FirstStep => {
  const unknown = environments.filter(({ runs }) => runs === null).map(({ environment }) => environment);
  return {
    title: "Say what runs already",
    isDone: unknown.length === 0,
    says:
      unknown.length === 0
        ? environments.map(({ environment, runs }) => `${environment} runs ${runs?.version}`).join(", ")
        : `Nobody said what runs in ${unknown.join(" and ")}: a release needs a build that it can go back to.`,
    command: unknown
      .map((one) => `headgate adopt ${one} --build DIR --version V --reason "it is in service" --as YOU`)
      .join("\n"),
    at: unknown.map((one) => [`/environments/${one}`, `Say it here for ${one}`] as const),
  };
};
