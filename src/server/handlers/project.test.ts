import { expect, test } from "vitest";
import { fullHeadgate } from "../../../test/support/headgate-yaml.ts";
import { smallProcess } from "../../../test/support/small-process.ts";
import type { Route } from "../../api/route.ts";
import { loadConfig } from "../../config/load.ts";
import type { Call } from "../call.ts";
import { projectHandlers } from "./project.ts";

test("the project is told without what may open a door: values of variables, headers, where the journal is", async () => {
  const text = fullHeadgate
    .replace("env: { LEVEL: 2, DEBUG: true }", "env: { LEVEL: hunter2, KEY: $KEY }")
    .replace('headers: { x-marker: "{marker}" }', "headers: { authorization: hunter2 }");
  const read = loadConfig("headgate.yaml", text, smallProcess());
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(JSON.stringify(read.value)).toContain("hunter2");
  const [served] = projectHandlers({ project: async () => ({ config: read.value, process: smallProcess() }) });

  const answer = await served!.handler({} as Call<Route>);

  const told = JSON.stringify(answer);
  expect(told).not.toMatch(/hunter2|SHOP_JOURNAL/);
  expect(told).toContain('"KEY":"$KEY"');
  expect(answer).toMatchObject({ config: { service: "shop", people: read.value.people }, process: { name: "small" } });
});
