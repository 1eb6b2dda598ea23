/** From the least to the most serious. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof logLevels)[number];

const words: Readonly<Record<string, LogLevel>> = {
  ...(Object.fromEntries(logLevels.map((level) => [level, level])) as Record<LogLevel, LogLevel>),
  verbose: "debug",
  information: "info",
  notice: "info",
  warning: "warn",
  err: "error",
  critical: "fatal",
  emergency: "fatal",
};

/** How pino and bunyan write them. */
const numbers: Readonly<Record<number, LogLevel>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/** The level of a line: a field of its JSON, `level=…`, or the first word in capitals that is one. Null: it says none. */
export const levelOf = (line: string): LogLevel | null => {
  const fields = parsed(line);
  if (fields !== null) return levelIn(fields);
  const [, named] = /\b(?:level|severity|lvl)\s*[=:]\s*"?(\w+)/i.exec(line) ?? [];
  const [word] =
    /\b(?:TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|FATAL|CRITICAL|EMERGENCY)\b/.exec(line) ?? [];
  return words[(named ?? word ?? "").toLowerCase()] ?? null;
};

const levelIn = (fields: Readonly<Record<string, unknown>>): LogLevel | null => {
  const { log } = fields;
  const nested = typeof log === "object" && log !== null && "level" in log ? log.level : undefined;
  const found = fields.level ?? fields.severity ?? fields["log.level"] ?? fields.lvl ?? nested;
  if (typeof found === "number") return numbers[found] ?? null;
  if (typeof found === "string") return words[found.toLowerCase()] ?? null;
  // A document whose line is one of its fields.
  return typeof fields.message === "string" && fields.message !== "" ? levelOf(fields.message) : null;
};

const parsed = (line: string): Readonly<Record<string, unknown>> | null => {
  if (!line.trimStart().startsWith("{")) return null;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
};
