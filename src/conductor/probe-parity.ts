import type { Config } from "../config/config.ts";
import type { Instances } from "../config/environment.ts";
import type { Parity } from "../config/parity.ts";
import { type AllowedDifference, allowDifferences, type Sorted } from "../domain/parity/allow-differences.ts";
import { type Comparison, compareDescriptors, type Difference } from "../domain/parity/compare-descriptors.ts";
import { undescribed } from "../domain/parity/descriptor.ts";
import type { Probe, Question } from "../probes/port.ts";
import { describeSide, type SideDeps } from "./describe-side.ts";
import type { Loaded } from "./load.ts";
import { type Figures, type Finding, told } from "./probe-answer.ts";
import { cardData, type ScanSeen, scanStaging } from "./scan-staging.ts";

/**
 * Both sides held against each other (R40): how headgate.yaml runs them, what their descriptors say, and whether data of
 * real people is in staging. What nobody described is said to be not compared, and nothing is taken to be equal unseen.
 */
export const parityProbe =
  (deps: SideDeps, { config }: Pick<Loaded, "config">): Probe =>
  async (question, signal) => {
    const setUp = compareSetUp(config);
    const described = await compareSides(deps, config, question, signal);
    const scan = await scanStaging(deps, config, signal);
    const rules = config.parity?.allowed ?? [];
    const sorted = allowDifferences([...setUp.differences, ...described.differences], rulesBut("personal-data", rules));
    const notCompared = [...described.notCompared, ...(scan === null ? ["personal data in staging"] : [])];
    const figures: Figures = {
      compared: setUp.compared + described.compared,
      differences: sorted.open.length,
      allowed: sorted.allowed.length + (scan?.allowed.length ?? 0),
      notCompared: notCompared.length,
      ...(scan?.figures ?? {}),
    };
    return told(deps, question, "parity", figures, [...findingsOf(sorted), ...(scan?.findings ?? [])], {
      notCompared: notCompared.join(", "),
      stagingData: sayScan(scan),
    });
  };

/** Of the same samples, what is said of payment cards alone: it has a check of its own, which nobody may waive. */
export const cardDataProbe =
  (deps: SideDeps, { config }: Pick<Loaded, "config">): Probe =>
  async (question, signal) => {
    const scan = await scanStaging(deps, config, signal);
    const { textsScanned = 0, cardNumbers } = scan?.figures ?? {};
    const figures: Figures = { textsScanned, ...(cardNumbers === undefined ? {} : { cardNumbers }) };
    const findings = (scan?.findings ?? []).filter(({ where }) => where === cardData);
    return told(deps, question, "card-data", figures, findings, { stagingData: sayScan(scan) });
  };

const sayScan = (scan: ScanSeen | null): string => {
  if (scan === null) return "not looked at";
  if (scan.figures.textsScanned === 0) return "nothing was there to be looked at";
  return scan.open.length === 0 ? "clean" : scan.open.join("; ");
};

const rulesBut = (kind: string, rules: readonly AllowedDifference[]): readonly AllowedDifference[] =>
  rules.filter(({ what }) => !what.startsWith(`${kind}.`));

const findingsOf = ({ open, allowed, unused }: Sorted): readonly Finding[] => [
  ...open.map(({ what, says }): Finding => ({ id: what, severity: "high", title: says, where: what })),
  ...allowed.map(
    ({ what, says, reason }): Finding => ({
      id: what,
      severity: "info",
      title: `${says}; allowed: ${reason}`,
      where: what,
    }),
  ),
  ...unused.map(
    ({ what }): Finding => ({
      id: what,
      severity: "info",
      title: `${what} is allowed to differ, and does not`,
      where: what,
    }),
  ),
];

const compareSides = async (
  deps: SideDeps,
  config: Config,
  question: Question,
  signal: AbortSignal,
): Promise<Comparison> => {
  const { parity } = config;
  if (parity === null) return compareDescriptors(namesOf(config, "staging"), namesOf(config, "production"), 0);
  const side = (name: "staging" | "production", source: Parity["staging"]) =>
    describeSide(deps, config, name, source, question, signal);
  const [staging, production] = await Promise.all([
    side("staging", parity.staging),
    side("production", parity.production),
  ]);
  return compareDescriptors(staging, production, parity.dataRatio.min);
};

/** All that is compared of a service that says nothing about parity. */
const namesOf = ({ environments }: Config, name: "staging" | "production") => ({
  ...undescribed,
  config: Object.keys(environments[name].instances.env),
});

/** How headgate.yaml runs both sides: what differs besides size, addresses and pace. */
const compareSetUp = ({
  environments,
}: Config): { readonly compared: number; readonly differences: readonly Difference[] } => {
  const { staging, production } = environments;
  const facts = (one: typeof staging): Readonly<Record<string, string>> => ({
    "what is run": runBy(one.instances),
    ready: one.instances.ready,
    "instances driver": one.instances.driver,
    "traffic driver": one.traffic.driver,
    "metrics driver": one.metrics.driver,
  });
  const [here, there] = [facts(staging), facts(production)];
  const different = Object.keys(here).filter((name) => here[name] !== there[name]);
  return {
    compared: Object.keys(here).length,
    differences: different.map((name) => ({
      what: `setup.${name.replaceAll(" ", "-")}`,
      says: `${name}: staging has "${here[name]}", production has "${there[name]}"`,
      ratio: null,
    })),
  };
};

const runBy = (instances: Instances): string => {
  switch (instances.driver) {
    case "process":
      return instances.command.join(" ");
    case "ssh":
      return instances.command?.join(" ") ?? instances.unit ?? "";
    case "docker":
      return instances.image;
    case "command":
      return instances.bring.join(" ");
  }
};
