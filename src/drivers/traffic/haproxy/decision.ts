import type { Cohort } from "../../../domain/rollout/step.ts";
import { type Digest, isDigest } from "../../../domain/units.ts";
import type { Fence } from "../../port.ts";
import { type Letter, letters } from "./settings.ts";

/**
 * Everything that decides where a request goes, as one entry of a map: HAProxy takes a new value between two requests,
 * so that a change of weight, side and cohort is one step.
 */
export type Decision = {
  readonly fence: Fence;
  /** One or two. The second is given its share, the first the rest. Null: closed for maintenance. */
  readonly sides: readonly Placed[] | null;
  /** Share of the second side in millionths. */
  readonly share: number;
  readonly cohort: { readonly of: number; readonly cohort: Cohort; readonly reachable: boolean } | null;
};

export type Placed = { readonly letter: Letter; readonly build: Digest };

export const whole = 1_000_000;

/** Names a cohort in the maps, and can be read back. */
export const tokenOf = ({ by, name, value }: Cohort): string =>
  Buffer.from(JSON.stringify([by, name, value])).toString("base64url");

/** Fields as `haproxyConfig` (documents) takes them apart; none of them can hold a slash or a blank. */
export const encode = ({ fence, sides, share, cohort }: Decision): string => {
  const fenced = fence.join(".");
  if (sides === null) return `closed/${fenced}`;
  const [first, second] = sides;
  const token = cohort === null ? "-" : tokenOf(cohort.cohort);
  const member = cohort?.reachable === true ? [sides[cohort.of]!.letter, token] : ["-", "-"];
  const known = cohort === null ? ["-", "-"] : [cohort.of, token];
  return [
    ...[first!.letter, second?.letter ?? "-", share, ...member],
    ...[first!.build, second?.build ?? "-", fenced, ...known],
  ].join("/");
};

/** @returns null when somebody else wrote it */
export const decode = (text: string): Decision | null => {
  const [first = "", ...rest] = text.split("/");
  if (first === "closed") {
    const fence = fenceOf(rest[0]);
    return fence === null ? null : { fence, sides: null, share: 0, cohort: null };
  }
  const [second, share, member, , build, otherBuild, fenced, of, token] = rest;
  const fence = fenceOf(fenced);
  const sides = [placed(first, build), ...(second === "-" ? [] : [placed(second, otherBuild)])];
  const cohort = token === "-" ? null : cohortOf(token);
  if (fence === null || cohort === undefined || !sides.every((side) => side !== null)) return null;
  return {
    fence,
    sides,
    share: Number(share),
    cohort: cohort === null ? null : { of: Number(of), cohort, reachable: member !== "-" },
  };
};

const fenceOf = (text = ""): Fence | null => {
  const [, hold, lease] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return lease === undefined ? null : [Number(hold), Number(lease)];
};

const placed = (letter: string | undefined, build = ""): Placed | null => {
  const known = letters.find((one) => one === letter);
  return known === undefined || !isDigest(build) ? null : { letter: known, build };
};

const cohortOf = (token = ""): Cohort | undefined => {
  try {
    const [by, name, value] = JSON.parse(Buffer.from(token, "base64url").toString()) as [Cohort["by"], string, string];
    return { by, name, value };
  } catch {
    return undefined;
  }
};

/** What must stand in a request's headers, one per line, for it to be of the cohort; all that is not plain by its number. */
export const patternOf = ({ by, name, value }: Cohort): string => {
  if (by === "header") return `(?:^|\\n)${literal(name.toLowerCase())}:${blank}${literal(value)}${blank}\\r?\\n`;
  const quoted = `(?:${literal(value)}|\\x22${literal(value)}\\x22)`;
  const before = "(?:^|\\n)cookie:(?:[^\\r\\n]*;)?";
  return `${before}${blank}${literal(name)}${blank}=${blank}${quoted}${blank}[;\\r\\n]`;
};

const blank = "[\\x20\\t]*";

const literal = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(sign) ? sign : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
