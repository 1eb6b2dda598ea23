/**
 * What a rule over days may say. Times of day are said beside it, so that nothing comes more than once a day and a
 * range of days bounds the work, whatever the rule.
 */
const frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

const signed = (most: number) => (text: string) => /^[+-]?\d{1,3}$/.test(text) && within(Math.abs(Number(text)), most);
const whole = (most: number) => (text: string) => /^\d{1,4}$/.test(text) && within(Number(text), most);
const within = (value: number, most: number): boolean => value >= 1 && value <= most;
const weekday = (text: string): boolean => {
  const [, nth = "", found] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
  return found !== undefined && (nth === "" || within(Math.abs(Number(nth)), 53));
};

type Part = { readonly isGood: (text: string) => boolean; readonly write: string };

const parts: Readonly<Record<string, Part>> = {
  FREQ: { isGood: (text) => frequencies.includes(text), write: "DAILY, WEEKLY, MONTHLY or YEARLY" },
  INTERVAL: { isGood: whole(1_000), write: "1 to 1000" },
  COUNT: { isGood: whole(1_000), write: "1 to 1000" },
  UNTIL: { isGood: isDay, write: "the last day, such as UNTIL=20271231" },
  WKST: { isGood: (text) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(text), write: "a weekday, such as MO" },
  BYMONTH: { isGood: whole(12), write: "months, 1 to 12" },
  BYMONTHDAY: { isGood: signed(31), write: "days of the month, 1 to 31, or -1 for the last one" },
  BYYEARDAY: { isGood: signed(366), write: "days of the year, 1 to 366" },
  BYWEEKNO: { isGood: signed(53), write: "numbers of weeks, 1 to 53" },
  BYDAY: { isGood: weekday, write: "weekdays, such as TU,TH or 1SA for the first Saturday" },
  BYSETPOS: { isGood: signed(366), write: "a place, such as -1 for the last one" },
};

const lists = new Set(Object.keys(parts).filter((name) => name.startsWith("BY")));
const ofTheDay = new Set(["BYHOUR", "BYMINUTE", "BYSECOND"]);

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  try {
    return Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: "reject" }) !== null;
  } catch {
    return false;
  }
}

/** What is wrong with an RRULE, as `what; fix`; null when it can be used. Longer ones are no rules but attacks. */
export const ruleProblem = (rule: string): string | null => {
  if (rule.length > 300) return "is longer than 300 signs; write a shorter rule, or several";
  const seen = new Set<string>();
  for (const part of rule.split(";")) {
    const [name = "", value, ...rest] = part.split("=");
    if (value === undefined || rest.length > 0)
      return `holds "${part}", which is no NAME=VALUE; write a rule such as ${example}`;
    if (seen.has(name)) return `says ${name} twice; say it once`;
    seen.add(name);
    const problem = partProblem(name, value);
    if (problem !== null) return problem;
  }
  if (!seen.has("FREQ")) return `has no FREQ; write a rule such as ${example}`;
  return seen.has("COUNT") && seen.has("UNTIL") ? "says both COUNT and UNTIL; keep one" : null;
};

const example = "FREQ=MONTHLY;BYDAY=1SA";

const partProblem = (name: string, value: string): string | null => {
  if (ofTheDay.has(name)) return `says ${name}; leave it out, for at: says the time of day`;
  const part = parts[name];
  if (part === undefined) return `says ${name}, which no rule has; use ${Object.keys(parts).join(", ")}`;
  const values = lists.has(name) ? value.split(",") : [value];
  const wrong = values.find((one) => !part.isGood(one));
  if (wrong === undefined) return null;
  const tooOften = ["SECONDLY", "MINUTELY", "HOURLY"].includes(wrong);
  return tooOften
    ? `comes more than once a day (${wrong}); write ${part.write}`
    : `says ${name}=${wrong}; write ${part.write}`;
};

/** The day that `first` stands for matters: what the rule leaves open is taken from it, and counts begin there. */
export const needsFirst = (rule: string): boolean => {
  const names = new Map(rule.split(";").map((part) => part.split("=") as [string, string | undefined]));
  const has = (...any: readonly string[]): boolean => any.some((name) => names.has(name));
  if (has("COUNT") || Number(names.get("INTERVAL") ?? 1) > 1) return true;
  switch (names.get("FREQ")) {
    case "WEEKLY":
      return !has("BYDAY");
    case "MONTHLY":
      return !has("BYDAY", "BYMONTHDAY");
    case "YEARLY":
      return !has("BYYEARDAY") && !(has("BYDAY") || (has("BYMONTH") && has("BYMONTHDAY")));
    default:
      return false;
  }
};
