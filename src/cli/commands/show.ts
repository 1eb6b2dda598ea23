import { AppError } from "../../errors.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release, requirement } from "../options.ts";
import { detailOf, type RequirementDetail } from "../requirement-detail.ts";
import { detailText } from "../text/detail-text.ts";
import { shownText } from "../text/shown-text.ts";

export const show = command({
  name: "show",
  summary: "Show all about one requirement, with its evidence",
  args: { release, requirement },
  options: {},
  examples: [
    ["show shop-1.1.0 entry.security", "state, reports, figures and findings"],
    ["show shop-1.1.0 production.briefing", "a document with its words"],
    ["show shop-1.1.0 A7", "for an approval: the statement and what it stands on"],
  ],
  async run({ release: id, requirement: which }, context) {
    const engine = await context.engine();
    const known = await engine.status(id);
    const detail = detailOf(known, which, engine.now());
    if (detail === null) throw new AppError("UNKNOWN_REQUIREMENT", { requirement: which });
    const layout = layoutOf(context.io);
    const signature = detail.status.kind === "approval" ? await engine.shown(id, which) : null;
    const text = isWritten(detail) ? new TextDecoder().decode(await engine.blob(detail.document.document)) : null;
    const more = { ...(text === null ? {} : { text }), ...(signature === null ? {} : { signature }) };
    context.answer({ ...detail, ...more }, () =>
      [
        detailText(detail, layout),
        ...(text === null ? [] : [text.trimEnd()]),
        ...(signature === null ? [] : [shownText({ ...signature, requirements: known.view.requirements }, layout)]),
      ].join("\n\n"),
    );
    return 0;
  },
});

type Written = RequirementDetail & { readonly document: NonNullable<RequirementDetail["document"]> };

/** By Headgate itself: what people hand in may be anything, a picture too, and is no words for a terminal. */
const isWritten = (detail: RequirementDetail): detail is Written =>
  detail.definition?.kind === "document" &&
  detail.definition.template !== undefined &&
  detail.document?.by === "headgate";
