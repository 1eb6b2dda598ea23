import { lintRunbook } from "../domain/rollout/runbook.ts";
import { bullets, code, md, section, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { namesFor, roleTitle } from "./people.ts";

/** The one list that staging and production follow (R36). */
export const runbook: Template = (input) => {
  const { process, release } = input;
  const { digest, steps } = release.plan.runbook;
  return page(
    input,
    "runbook",
    section(
      "Steps",
      md`Digest of this runbook, the same for staging and production: ${code(digest)}`,
      table(
        ["No.", "Step", "Owner", "By", "Expected", "Verify", "Reversible"],
        steps.map(({ number, title, owner, by, expected, verify, reversible }) => [
          number,
          title,
          `${roleTitle(process, owner)}: ${namesFor(release.plan, owner)}`,
          by,
          expected,
          verify,
          reversible ? "yes" : "NO",
        ]),
      ),
    ),
    section("What is missing in it", bullets(lintRunbook(steps))),
  );
};
