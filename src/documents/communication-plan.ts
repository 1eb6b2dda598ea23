import { utc } from "../domain/utc.ts";
import { many } from "./format.ts";
import { bullets, md, section, table } from "./markdown.ts";
import { messagesOf, whenSent, worded } from "./messages.ts";
import { page, type Template } from "./page.ts";
import { namesFor, roleTitle } from "./people.ts";

/** Who is told what, when and by whom (R35, R186). */
export const communicationPlan: Template = (input) => {
  const { process, release } = input;
  const { audiences, productionAt } = release.plan;
  const messages = messagesOf(input);
  return page(
    input,
    "communication-plan",
    section(
      "Messages",
      md`${many(messages.length, "message")}; production is planned for ${productionAt === null ? "no date yet" : utc(productionAt)}.`,
      table(
        ["Message", "When", "Audience", "Recipients", "From", "Subject"],
        messages.map((message) => [
          message.title,
          whenSent(input, message),
          message.audience,
          (audiences[message.audience] ?? []).join(", ") || "nobody is listed",
          `${roleTitle(process, message.owner)}: ${namesFor(release.plan, message.owner)}`,
          worded(input, message.subject),
        ]),
      ),
    ),
    section(
      "What they say",
      md`Words in braces are filled in when the message is sent.`,
      bullets(messages.map((message) => md`**${message.title}**: ${worded(input, message.body)}`)),
    ),
  );
};
