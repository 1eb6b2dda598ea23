import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { type Covered, coverageFigures, refuseOther } from "./coverage.ts";
import { keptText } from "./kept-text.ts";
import { lines } from "./lines.ts";
import type { Reader } from "./reader.ts";
import { unreadable } from "./unreadable.ts";

/** What is known and not read: functions, conditions, versions, comments. */
const unread = /^(TN|FN|FNF|FNH|FNDA|FNL|FNA|VER|MCDC|MCF|MCH):|^#/;

type OpenFile = { readonly name: string; lines: Covered; branches: Covered; said: Record<string, number> };

/**
 * An LCOV tracefile, as lcov, c8, coverage.py and others write it. Figures as `coverageFigures` has them, counted line
 * by line; a file that declares other sums makes the report unreadable. A file may come once: tracefiles of several
 * runs are merged before (`lcov -a`). It names neither time nor build.
 *
 * A tracefile that was cut off between two files cannot be told from a smaller program.
 *
 * @source geninfo(1), section "FILES"
 */
export const lcov = (): Reader => {
  const all = { lines: nothing(), branches: nothing() };
  const names = new Set<string>();
  let open: OpenFile | null = null;

  const begin = (name: string): void => {
    if (open !== null) unreadable(`${open.name} is not ended before ${name} begins`);
    if (names.has(name)) unreadable(`${name} comes twice; merge the tracefiles: lcov -a`);
    names.add(keptText(name));
    open = { name: keptText(name), lines: nothing(), branches: nothing(), said: {} };
  };
  const end = (): void => {
    const { name, lines: own, branches, said } = open ?? unreadable("a file ends in it that has not begun");
    refuseOther(`lines in ${name}`, said.LF ?? null, own.found);
    refuseOther(`covered lines in ${name}`, said.LH ?? null, own.hit);
    refuseOther(`branches in ${name}`, said.BRF ?? null, branches.found);
    refuseOther(`covered branches in ${name}`, said.BRH ?? null, branches.hit);
    add(all.lines, own);
    add(all.branches, branches);
    open = null;
  };
  const read = lines((line) => {
    if (line.trim() === "" || unread.test(line)) return;
    if (line === "end_of_record") return end();
    const [, key, value = ""] = /^(SF|DA|BRDA|LF|LH|BRF|BRH):(.*)$/.exec(line) ?? unknown(line);
    if (key === "SF") return begin(value);
    if (open === null) return unreadable(`"${keptText(line)}" stands outside of a file`);
    if (key === "DA") count(open.lines, lineHits(value));
    else if (key === "BRDA") count(open.branches, branchHits(value));
    else open.said[key ?? ""] = whole(value);
  });
  return {
    write: read.write,
    end(): Report {
      read.end();
      if (open !== null) unreadable(`${open.name} has no end_of_record, so the report was cut off`);
      return { ...blank, figures: coverageFigures(names.size, all.lines, all.branches), tool: "LCOV" };
    },
  };
};

const nothing = (): Covered => ({ found: 0, hit: 0 });
const unknown = (line: string): never => unreadable(`"${keptText(line)}" is no line of LCOV`);

const count = (covered: Covered, hits: number): void => {
  covered.found++;
  if (hits > 0) covered.hit++;
};

const add = (sum: Covered, { found, hit }: Covered): void => {
  sum.found += found;
  sum.hit += hit;
};

/** `line,hits[,checksum]` */
const lineHits = (value: string): number => whole(/^\d+,(\d+)(?:,[^,]*)?$/.exec(value)?.[1] ?? unknown(`DA:${value}`));

/** `line,block,branch,taken`; a dash where the line never ran. */
const branchHits = (value: string): number => {
  const taken = /^\d+,e?\d+,.*,(\d+|-)$/.exec(value)?.[1] ?? unknown(`BRDA:${value}`);
  return taken === "-" ? 0 : whole(taken);
};

const whole = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : unreadable(`"${text}" is no count`));
