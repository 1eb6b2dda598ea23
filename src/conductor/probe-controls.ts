import { type ControlState, controlMap, type MappedControl } from "../domain/process/control-map.ts";
import { status } from "../domain/process/status.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { type Finding, told } from "./probe-answer.ts";

/** What the evidence of this release says for each control of the frameworks that are switched on (R46). */
export const controlsProbe =
  (deps: Deps, { process, release }: Loaded): Probe =>
  async (question) => {
    const map = controlMap(process, release, status(process, release, deps.now()));
    const of = (state: ControlState) => map.filter((one) => one.state === state);
    const figures = {
      controls: map.length,
      satisfied: of("satisfied").length,
      partial: of("partial").length,
      gaps: of("gap").length,
      dueLater: of("due later").length,
      notApplicable: of("not applicable").length,
    };
    const frameworks = process.controls?.frameworks.map(({ id }) => id).join(", ") ?? "";
    const findings = map.filter(({ state }) => state !== "satisfied").map(toFinding);
    return told(deps, question, "controls", figures, findings, { verdict: verdictOf(of("gap")), frameworks });
  };

const mostNamed = 5;

const verdictOf = (gaps: readonly MappedControl[]): string => {
  if (gaps.length === 0) return "no gap";
  const named = gaps.slice(0, mostNamed).map(({ framework, id, reason }) => `${framework} ${id} (${reason})`);
  const more = gaps.length > mostNamed ? ` and ${gaps.length - mostNamed} more` : "";
  return `${gaps.length} ${gaps.length === 1 ? "control has" : "controls have"} no current evidence: ${named.join(", ")}${more}`;
};

const toFinding = ({ framework, id, state, reason }: MappedControl): Finding => ({
  id: `${framework} ${id}`,
  severity: state === "gap" ? "high" : "info",
  title: `${state}: ${reason}`,
  where: framework,
});
