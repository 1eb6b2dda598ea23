import { showProblem } from "../../config/read-document.ts";
import { AppError, catalogue } from "../../errors.ts";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { type DatabaseSource, databaseSource, variableOf } from "../database.ts";
import { stateFolder } from "../home.ts";
import type { Project } from "../project.ts";

export const check = command({
  name: "check",
  summary: "Check headgate.yaml and process.yaml, and name every problem",
  args: {},
  options: {},
  examples: [
    ["check", "exit 0 when both files are right, 5 when not"],
    ["check --json | jq -r '.problems[].what'", "the problems for a script"],
  ],
  async run(_, { home, answer, io, json }) {
    const { readProject } = await import("../project.ts");
    const read = await readProject(await home());
    if (read.ok) {
      const source = databaseSource(read.project.config.database, io.env);
      const journal = { on: source === null ? "embedded" : "PostgreSQL", by: source?.by ?? null };
      answer({ ok: true, problems: [], journal }, () =>
        rightText(read.project, read.forked, journalText(source, io.env)),
      );
      return 0;
    }
    const { problems } = read;
    if (json) answer({ ok: false, problems }, () => "");
    else {
      const fix = new AppError("CONFIG_INVALID", { file: "", count: 0, problems: "" }).fix;
      io.err(`${problems.map(showProblem).join("\n")}\n${count(problems.length, "problem")}. ${fix}\n`);
    }
    return catalogue.CONFIG_INVALID.exit;
  },
});

const rightText = ({ config, process }: Project, forked: boolean, journal: string): string => {
  const { service, people, checks, practice } = config;
  const bound = count(Object.keys(checks).length, "check");
  return [
    `headgate.yaml is right: ${service}, ${count(people.length, "person", "people")}, ${bound} bound.`,
    `The process is ${process.name} ${process.version}, ${forked ? "from process.yaml" : "as shipped"}.`,
    journal,
    ...(practice ? ["PRACTICE: waiting periods may be shorter than for a real release."] : []),
    "Next: headgate plan",
  ].join("\n");
};

/** Whether a variable is set is asked only here: who checks the file need not be who may reach the journal. */
const journalText = (source: DatabaseSource | null, env: Context["io"]["env"]): string => {
  if (source === null) return `The journal is in ${stateFolder}.`;
  if (source.by === "HEADGATE_DATABASE_URL") return "The journal is on PostgreSQL, where HEADGATE_DATABASE_URL says.";
  const variable = variableOf(source.written);
  const unset = variable !== null && !env[variable] ? `, which is not set here` : "";
  return `The journal is on PostgreSQL, where database: says: ${source.written}${unset}.`;
};

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
