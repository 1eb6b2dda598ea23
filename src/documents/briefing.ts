import type { RolloutRequirement } from "../domain/process/process.ts";
import { utc } from "../domain/utc.ts";
import { duration } from "./format.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, md, numbered, section, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { contacts, roleTitle } from "./people.ts";
import { rollbackActs } from "./rollback-acts.ts";
import { stepTable } from "./steps.ts";

/** The agenda of the briefing before production: what happens when, who is there, and what is done if it goes wrong (R70). */
export const briefing: Template = (input) => {
  const { process, release } = input;
  const { plan } = release;
  return page(
    input,
    "briefing",
    section("Agenda", numbered(agenda)),
    section("When", bullets(when(input))),
    section("Steps", stepTable(plan.environments.production?.steps ?? [])),
    section("What users notice", md`${plan.impact || "The plan does not say."}`),
    section("Who is there", posts(input)),
    section("The way back", md`${plan.rollback || "The plan does not say."}`, numbered(rollbackActs(plan))),
    section(
      "Whom to call",
      table(
        ["Role", "What it does", "Who"],
        process.roles.map(({ id, title, charge, duties = [] }) => [
          title,
          duties.map((duty) => duty.title).join("; ") || charge,
          contacts(plan, id),
        ]),
      ),
    ),
  );
};

const agenda = [
  "The window and the steps",
  "Who does what, who watches, who responds",
  "When we go back, and how",
  "Whom to call",
  "Everybody says to be there: headgate confirm",
];

const when = ({ process, release: { plan } }: DocumentInput) => [
  md`Production begins: ${plan.productionAt === null ? "not dated" : utc(plan.productionAt)}`,
  md`Window: ${plan.window === undefined ? "none is booked" : duration(plan.window)}`,
  md`The way back stays warm for ${duration(process.rollbackWindow)} after the rollout`,
];

const posts = ({ process, release: { plan } }: DocumentInput) => {
  const rollouts = process.requirements.filter((one): one is RolloutRequirement => one.kind === "rollout");
  const rows = rollouts.flatMap(({ id, posts = [] }) =>
    posts.map((post) => [
      post.title,
      id,
      post.onCall === true ? `whoever is on call; else ${contacts(plan, post.role)}` : contacts(plan, post.role),
      roleTitle(process, post.role),
      `at most ${duration(post.within)} before the start`,
    ]),
  );
  return table(["Post", "For", "Who", "Role", "Said"], rows);
};
