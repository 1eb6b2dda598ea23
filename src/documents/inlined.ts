import type { Markdown } from "./markdown.ts";

/** A person's Markdown inside a section of ours: its headings move two levels down, code blocks stay as they are. */
export const inlined = (text: string): Markdown => {
  let fence: string | null = null;
  const lines = text.split(/\r\n|[\n\r]/).map((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      return line;
    }
    if (mark !== undefined) fence = mark;
    return line.replace(/^(#{1,6})(?=\s)/, (marks) => "#".repeat(Math.min(6, marks.length + 2)));
  });
  // A block that was never closed would swallow the rest of the page.
  return { md: [...lines, ...(fence === null ? [] : [fence])].join("\n").trim() };
};
