import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { analysisSettings } from "../../conductor/analysis-settings.ts";
import { rejudge } from "../../conductor/rejudge.ts";
import { replay as replayCounts } from "../../conductor/replay.ts";
import { type Problem, showProblem } from "../../config/read-document.ts";
import { replaySettings } from "../../config/replay-settings.ts";
import { replayPlot } from "../../documents/replay-plot.ts";
import { AppError, catalogue, type ErrorCode } from "../../errors.ts";
import { argument, command, flag, option, options } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { environment } from "../options.ts";
import { optional, orElse, word } from "../reader.ts";
import { replayAnswer } from "../replay-answer.ts";
import { replaySeries } from "../replay-series.ts";
import { rejudgeAnswer, rejudgeText } from "../text/rejudge-text.ts";
import { replayText } from "../text/replay-text.ts";
import { writeText } from "../write-text.ts";

export const replay = command({
  name: "replay",
  summary: "Judge recorded counts, or a release's own windows once more",
  args: {
    file: argument(optional(word), "JSONL or CSV of counts per interval and side; docs/replay.md says of what form"),
  },
  options: {
    release: option(optional(word), "RELEASE", "judge the recorded windows of this release again, and compare"),
    config: option(optional(word), "FILE", "a headgate.yaml to judge by (else the defaults)"),
    environment: option(
      orElse(environment, "production"),
      "E",
      "whose router and source of counts it has (else production)",
    ),
    set: options("KEY=VALUE", "change one key of analysis or guardrails, such as analysis.alpha=0.02"),
    totals: flag("the counts are running totals: subtract them"),
    plot: option(optional(word), "FILE.svg", "draw error rates, evidence and decisions"),
  },
  examples: [
    ["replay incident.csv", "by the defaults: what would have been done, and when"],
    [
      "replay incident.csv --config headgate.yaml --set analysis.alpha=0.02",
      "by your configuration, with one key changed",
    ],
    ["replay incident.csv --plot incident.svg", "a picture of it as well"],
    ["replay --release shop-1.1.0", "whether every recorded verdict comes out the same again"],
  ],
  async run(given, context) {
    const { file, release } = given;
    if ((file === undefined) === (release === undefined))
      throw new AppError("USAGE", {
        problem: file === undefined ? "There is nothing to judge." : "A file and a release are two things to judge.",
        fix: "Name a file of counts, or --release RELEASE.",
      });
    if (file !== undefined) return await judgeFile(context, file, given);
    const fitting = given.config ?? given.plot ?? given.set[0] ?? (given.totals ? "--totals" : undefined);
    if (fitting !== undefined)
      throw new AppError("USAGE", {
        problem: "A release is judged again as it was judged: by the configuration that it pins.",
        fix: "Leave out --config, --set, --totals and --plot.",
      });
    return await judgeAgain(context, release!);
  },
});

const judgeAgain = async (context: Context, release: string): Promise<number> => {
  const engine = await context.engine();
  const all = rejudge(await engine.history(release), await engine.load(release));
  context.answer(rejudgeAnswer(release, all), () => rejudgeText(release, all, layoutOf(context.io)));
  return all.every(({ differs }) => differs.length === 0) ? 0 : catalogue.RECORD_INVALID.exit;
};

type Given = {
  readonly config: string | undefined;
  readonly environment: "staging" | "production";
  readonly set: readonly string[];
  readonly totals: boolean;
  readonly plot: string | undefined;
};

const judgeFile = async (context: Context, file: string, given: Given): Promise<number> => {
  const { settings, by } = await judgingOf(context, given);
  const read = replayCounts(await textOf(resolve(context.folder, file)), settings, given);
  if (!read.ok)
    throw problems(
      "COUNTS_INVALID",
      file,
      read.problems.map((problem) => ({ file, ...problem })),
    );
  const answer = replayAnswer(file, by, read.value);
  if (given.plot !== undefined)
    await writeText(resolve(context.folder, given.plot), replayPlot(replaySeries(file, read.value)));
  context.answer(answer, () => replayText(answer, layoutOf(context.io)));
  if (given.plot !== undefined) context.say(`Drawn into ${given.plot}.`);
  return 0;
};

const judgingOf = async ({ folder }: Context, { config, environment: name, set }: Given) => {
  const text = config === undefined ? "{}" : await textOf(resolve(folder, config));
  const read = replaySettings({ file: config ?? "headgate.yaml", text }, set);
  if (!read.ok) throw problems("CONFIG_INVALID", read.problems[0]!.file, read.problems);
  const environment = read.value.environments?.[name] ?? null;
  const file = config === undefined ? "the defaults" : environment === null ? config : `${config} (${name})`;
  return { settings: analysisSettings(read.value, environment), by: [file, ...set].join(", with ") };
};

/** A page of them is enough to see what is wrong with a file of a hundred thousand rows. */
const mostShown = 30;

const problems = (code: ErrorCode, file: string, all: readonly Problem[]): AppError =>
  new AppError(code, {
    file,
    count: all.length,
    problems: [
      ...all.slice(0, mostShown).map((problem) => `  ${showProblem(problem)}`),
      ...(all.length > mostShown ? [`  … and ${all.length - mostShown} more`] : []),
    ].join("\n"),
  });

/** 64 MB are some hundred thousand rows. */
const mostBytes = 64 * 1024 * 1024;

const textOf = async (path: string): Promise<string> => {
  const { size } = await readable(path, stat(path));
  if (size > mostBytes) throw new AppError("FILE_UNREADABLE", { path, problem: "it is larger than 64 MB; cut it" });
  return await readable(path, readFile(path, "utf8"));
};

const readable = async <T>(path: string, reading: Promise<T>): Promise<T> => {
  try {
    return await reading;
  } catch (error) {
    const problem = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError("FILE_UNREADABLE", { path, problem }, { cause: error });
  }
};
