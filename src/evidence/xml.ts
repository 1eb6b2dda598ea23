import { SaxesParser, type SaxesTagPlain } from "saxes";
import { unreadable } from "./unreadable.ts";

/** An element without its text: the reports that we read keep their facts in elements and attributes. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
};

type Growing = XmlElement & { readonly children: Growing[] };

/** Deeper than any real report; it bounds the recursion of whoever walks the tree. */
const deepest = 64;

/**
 * XML text → its root element. A document type is refused, whatever is in it: entities are how XML reads other files
 * and grows without limit.
 *
 * @throws Unreadable when it is not well-formed, or has a DOCTYPE
 */
export const parseXml = (text: string): XmlElement => {
  const document: Growing = { name: "", attributes: {}, children: [] };
  const open: Growing[] = [document];
  const parser = new SaxesParser();
  parser.on("error", (error) => unreadable(`it is not well-formed XML: ${error.message}`));
  parser.on("doctype", () => unreadable("it has a DOCTYPE, which is not read for safety; export it without"));
  parser.on("opentag", (tag) => {
    const element = bare(tag);
    if (open.length > deepest) unreadable(`its elements are nested deeper than ${deepest}`);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return document.children[0] ?? unreadable("it has no element");
};

const bare = ({ name, attributes }: SaxesTagPlain): Growing => ({ name, attributes, children: [] });
