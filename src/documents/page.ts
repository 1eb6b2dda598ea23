import type { DocumentRequirement } from "../domain/process/process.ts";
import { utc } from "../domain/utc.ts";
import type { DocumentInput } from "./input.ts";
import { bullets, code, heading, type Markdown, md, stack } from "./markdown.ts";

/** Facts → Markdown; the same facts always give the same bytes. */
export type Template = (input: DocumentInput) => Markdown;

/** The requirement that this template is written for, if the process has one. */
export const requirementFor = ({ process }: DocumentInput, template: string): DocumentRequirement | undefined =>
  process.requirements.find((one): one is DocumentRequirement => one.kind === "document" && one.template === template);

/** What the document is about and when it was made: no page may be taken for one of another build or day. */
export const stamp = ({ process, release, now }: DocumentInput): Markdown => {
  const { build, service, id } = release;
  return stack([
    process.practice ? md`**PRACTICE: waiting periods are shortened**` : { md: "" },
    bullets([
      md`Release: ${id}`,
      md`Service: ${service}`,
      md`Version: ${build.version}`,
      md`Digest: ${code(build.digest)}`,
      md`Process: ${process.name}, version ${process.version}`,
      md`Generated: ${utc(now)}`,
    ]),
  ]);
};

/** A document with its title and stamp; the title is that of the requirement which asks for it. */
export const page = (input: DocumentInput, template: string, ...blocks: readonly Markdown[]): Markdown => {
  const title = requirementFor(input, template)?.title ?? template.replaceAll("-", " ");
  return stack([heading(1, title), stamp(input), ...blocks]);
};
