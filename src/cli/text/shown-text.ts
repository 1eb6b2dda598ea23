import { isMet } from "../../domain/process/judgement.ts";
import type { RequirementStatus } from "../../domain/process/status.ts";
import type { Shown } from "../../domain/release/events.ts";
import { columns, wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { stateOf } from "./status-text.ts";

type WhatIsShown = {
  readonly statement: string;
  readonly shown: readonly Shown[];
  readonly digest: string;
  readonly requirements: readonly RequirementStatus[];
};

/** What a signer sees: the statement, everything that it stands on, what is not met first and why, and the digest that is signed. */
export const shownText = (
  { statement, shown, digest, requirements }: WhatIsShown,
  { paint, columns: width }: Layout,
) => {
  const stands = shown.map(({ item, of }) => ({ item, of, one: requirements.find(({ id }) => id === item) }));
  const red = stands.flatMap(({ one }) => (one !== undefined && !isMet(one.state) ? [one] : []));
  return [
    ...wrap(`“${statement}”`, width).map(paint.strong),
    "",
    "It stands on:",
    ...columns(
      stands
        .toSorted((a, b) => rank(a.one) - rank(b.one))
        .map(({ item, of, one }) =>
          // A fact is its own text; of a requirement people want the state, and the digests are signed all the same.
          one === undefined
            ? [item.replace("fact:", ""), "", of]
            : [item, stateOf(one.state, paint), one.reason === "" ? one.title : `${one.title}: ${one.reason}`],
        ),
    ).map((line) => `  ${line}`),
    ...(red.length === 0 ? [] : ["", "Why it matters:"]),
    ...red.flatMap(({ id, why }) => wrap(`${id}: ${why}`, width, "  ")),
    "",
    `Digest of all this: ${digest}`,
  ].join("\n");
};

/** What is not met, then what somebody waived, then the rest. */
const rank = (one: RequirementStatus | undefined): number => {
  if (one === undefined) return 2;
  if (!isMet(one.state)) return 0;
  return one.state === "waived" ? 1 : 2;
};
