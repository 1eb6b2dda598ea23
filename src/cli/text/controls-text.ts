import type { ControlState, MappedControl } from "../../domain/process/control-map.ts";
import type { Framework } from "../../domain/process/controls.ts";
import { wrap } from "./columns.ts";
import type { Layout, Paint } from "./paint.ts";

type Shown = {
  readonly release: string;
  readonly frameworks: readonly Framework[];
  readonly controls: readonly MappedControl[];
};

const order: readonly ControlState[] = ["gap", "partial", "due later", "satisfied", "not applicable"];

/** Framework by framework, gaps first. */
export const controlsText = ({ release, frameworks, controls }: Shown, layout: Layout): string =>
  frameworks.length === 0
    ? `No framework is switched on for ${release}: declared.frameworks in headgate.yaml.`
    : frameworks
        .map((framework) =>
          frameworkText(
            framework,
            controls.filter((one) => one.framework === framework.id),
            layout,
          ),
        )
        .join("\n\n");

const frameworkText = ({ id, title }: Framework, controls: readonly MappedControl[], layout: Layout): string => {
  const counts = order
    .map((state) => [state, controls.filter((one) => one.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  return [
    layout.paint.strong(`${title} (${id})`),
    `evidence for ${controls.length} controls: ${counts.join(", ")}`,
    ...controls
      .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
      .flatMap((control) => controlLines(control, layout)),
  ].join("\n");
};

const controlLines = ({ id, topic, state, reason, fit }: MappedControl, { paint, columns }: Layout) => [
  `  ${id}  ${colored(state, paint)}  ${paint.faint(fits[fit])}`,
  ...wrap(topic, columns, "    "),
  ...(reason === "" ? [] : wrap(reason, columns, "    ")),
];

const fits = { D: "asked of a release", S: "supported by it", P: "touched by it" } as const;

const colored = (state: ControlState, paint: Paint): string => {
  switch (state) {
    case "satisfied":
    case "not applicable":
      return paint.good(state);
    case "gap":
      return paint.bad(state);
    case "partial":
    case "due later":
      return paint.doubt(state);
  }
};
