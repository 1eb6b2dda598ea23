import { headgateSchema, processSchema, serverSchema } from "../../config/json-schema.ts";
import { argument, command } from "../command.ts";
import { oneOf, orElse } from "../reader.ts";

const files = ["headgate", "process", "server"] as const;

export const schema = command({
  name: "schema",
  summary: "Print the JSON Schema of headgate.yaml, process.yaml or server.yaml, for editors",
  args: {
    file: argument(
      orElse(oneOf(files, "write headgate, process or server"), "headgate"),
      "headgate, process or server (else headgate)",
    ),
  },
  options: {},
  examples: [
    ["schema headgate > headgate.schema.json", "then # yaml-language-server: $schema=headgate.schema.json"],
    ["schema process > process.schema.json", "the same for a process of your own"],
  ],
  async run({ file }, { answer }) {
    const printed = schemaOf(file);
    answer(printed, () => JSON.stringify(printed, null, 2));
    return 0;
  },
});

const schemaOf = (file: (typeof files)[number]) => {
  switch (file) {
    case "headgate":
      return headgateSchema();
    case "process":
      return processSchema();
    case "server":
      return serverSchema();
  }
};
