import type { NoticesAnswer, ToldLine } from "../../api/notices-answer.ts";
import { columns } from "./columns.ts";
import type { Layout } from "./paint.ts";

/** A line for each recipient of each message and notice. */
export const noticesText = ({ release, told, quiet }: NoticesAnswer, { paint }: Layout): string => {
  if (told.length === 0) return `Nobody was told anything of ${release} yet.`;
  const lost = told.filter(({ state }) => state === "given up").length;
  const lines = columns(told.map((one) => [one.at ?? "", one.state, nameOf(one), one.to, one.detail]));
  return [
    ...lines,
    ...(lost === 0 ? [] : ["", paint.bad(`${lost} could not be reached.`)]),
    ...(quiet.length === 0 ? [] : ["", ...quiet.map(({ says }) => paint.bad(`Quiet: ${says}.`)), standsHint(release)]),
  ].join("\n");
};

const standsHint = (release: string): string =>
  `If the date stands, say so: headgate reschedule ${release} --stands --reason TEXT --as ID`;

const nameOf = ({ id, about }: ToldLine): string => (about === "" ? id : `${id} (${about})`);
