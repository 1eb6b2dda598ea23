import type { Instances } from "../config/config.ts";
import type { Probe } from "../probes/port.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, told } from "./probe-answer.ts";

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

/** Both environments of headgate.yaml side by side: what differs besides size, addresses and pace. */
export const parity =
  (deps: Deps, { config }: Loaded): Probe =>
  async (question) => {
    const { staging, production } = config.environments;
    const facts = (one: typeof staging): Readonly<Record<string, string>> => ({
      "what is run": runBy(one.instances),
      ready: one.instances.ready,
      "instances driver": one.instances.driver,
      "traffic driver": one.traffic.driver,
      "metrics driver": one.metrics.driver,
      "names of environment variables": Object.keys(one.instances.env).sort().join(", "),
    });
    const [here, there] = [facts(staging), facts(production)];
    const different = Object.keys(here).filter((name) => here[name] !== there[name]);
    return told(
      deps,
      question,
      "parity",
      { compared: Object.keys(here).length, differences: different.length },
      different.map((name) => finding(`${name}: staging has "${here[name]}", production has "${there[name]}"`, name)),
    );
  };
