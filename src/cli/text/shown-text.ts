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

/** What a signer sees: the statement, everything that it stands on with its state, and the digest that is signed. */
export const shownText = ({ statement, shown, digest, requirements }: WhatIsShown, { paint, columns: width }: Layout) =>
  [
    ...wrap(`“${statement}”`, width).map(paint.strong),
    "",
    "It stands on:",
    ...columns(
      shown.map(({ item, of }) => {
        const one = requirements.find(({ id }) => id === item);
        // A fact is its own text; of a requirement people want the state, and the digests are signed all the same.
        return one === undefined
          ? [item.replace("fact:", ""), "", of]
          : [item, stateOf(one.state, paint), one.reason === "" ? one.title : `${one.title}: ${one.reason}`];
      }),
    ).map((line) => `  ${line}`),
    "",
    `Digest of all this: ${digest}`,
  ].join("\n");
