import type { Environment } from "../../config/environment.ts";
import { haproxyConfig } from "../../documents/haproxy-config.ts";
import { nginxConfig } from "../../documents/nginx-config.ts";
import { argument, command, option } from "../command.ts";
import { oneOf, orElse, whole } from "../reader.ts";

export const dataPlane = command({
  name: "data-plane",
  summary: "Print the configuration to start an environment's router from",
  args: {
    env: argument(
      orElse(oneOf(["staging", "production"], "write staging or production"), "production"),
      "staging or production (else production)",
    ),
  },
  options: {
    slots: option(orElse(whole(1, 1_000), 32), "N", "places per side for instances (HAProxy)"),
  },
  examples: [
    ["data-plane", "what production's router is started from"],
    ["data-plane staging --slots 100", "with places for 100 instances of a build (HAProxy)"],
  ],
  async run({ env, slots }, { project, answer }) {
    const { config } = await project();
    const [environment, text] = [env, configOf(env, config.environments[env], slots)];
    answer({ environment, driver: config.environments[env].traffic.driver, configuration: text }, () => text);
    return 0;
  },
});

const configOf = (environment: string, { traffic, instances }: Environment, slots: number): string => {
  switch (traffic.driver) {
    case "haproxy":
      return haproxyConfig({ ...traffic, environment, ready: instances.ready, slots });
    case "nginx":
      return nginxConfig(environment, traffic.folder);
    case "splitter":
      return "# driver: splitter is Headgate's own router: there is nothing to configure.\n";
  }
};
