import type { Taken } from "../../api/take-alert.ts";
import { toActAnswer } from "../../api/to-act-answer.ts";
import type { WithoutStamp } from "../../conductor/engine.ts";
import type { Actor } from "../../domain/release/commands.ts";
import type { Release } from "../../domain/release/release.ts";
import type { House } from "../house.ts";
import { readBody, type TicketSent, ticketSent } from "./read-body.ts";

/** An issue, once for each ticket. @throws AppError `INPUT_INVALID`, `RELEASE_NOT_FOUND`, or the code of the refusal */
export const takeTicket = async ({ engine }: Pick<House, "engine">, body: string, by: Actor): Promise<Taken> => {
  const { release, ...ticket } = readBody(ticketSent, body);
  const command = commandFor((await engine.load(release)).release, ticket);
  const { events, note } = toActAnswer(await engine.command(release, by, command));
  return {
    key: ticket.reference,
    ok: true,
    says: [...events.map(({ says }) => says), ...(note === null ? [] : [note])],
  };
};

/** A tracker closes tickets for many reasons; an issue is closed by a check that passed, or by a person. */
const commandFor = ({ issues }: Release, { status, ...ticket }: Omit<TicketSent, "release">): WithoutStamp => {
  if (status === "open") return { type: "ReportIssue", ...ticket };
  const { reference, environment, title } = ticket;
  const issue = issues.find((one) => one.reference === reference && one.environment === environment);
  return { type: "TakeNote", kind: "note", text: `ticket ${reference} is closed: ${title}`, about: issue?.id ?? "" };
};
