import { SaxesParser, type SaxesTagPlain } from "saxes";
import { shorten } from "./shorten.ts";
import { unreadable } from "./unreadable.ts";

/** An element without what is in it. */
export type XmlElement = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

/** Told of every element as it opens and closes; `within` are the names of those around it, outermost first. */
export type XmlHandlers = {
  open(element: XmlElement, within: readonly string[]): void;
  close?(name: string, within: readonly string[]): void;
  comment?(text: string): void;
  /** The text of the elements named in `texts`, without that of elements in them; at most `longestText` characters. */
  text?(name: string, text: string): void;
  readonly texts?: readonly string[];
  /** A document type that only names a DTD, which Cobertura reports have and nobody loads, is passed over. */
  readonly bareDoctype?: boolean;
};

/** Deeper than any real report; it bounds the stack of open elements. */
const deepest = 64;
const mostAttributes = 256;
/** Characters that one name, attribute, text or comment may have; what is longer grows in memory until its end. */
const longest = 4 * 1024 * 1024;
const longestText = 4_096;
/** So much of a CDATA section or a comment is looked at; tests write their whole output into one. */
const looked = 64 * 1024;

/** What the parser holds until it is whole. Not part of its interface; a test fails if it is held elsewhere. */
type Held = { readonly text: string; readonly name: string; readonly entity: string };

/**
 * XML text, piece by piece → elements as they come, in memory that does not grow with the file. A document type is
 * refused, whatever is in it: entities are how XML reads other files and grows without limit.
 *
 * @throws Unreadable when it is not well-formed, has a DOCTYPE, or is nested or attributed beyond all reason
 */
export const xmlReader = (handlers: XmlHandlers) => {
  const parser = new SaxesParser();
  const held = parser as unknown as Held;
  const shortener = shorten(looked);
  const listen = textOf(parser, handlers);
  const within: string[] = [];
  let roots = 0;
  parser.on("error", (error) => unreadable(`it is not well-formed XML: ${error.message}`));
  parser.on("doctype", (doctype) => refuseDoctype(doctype, handlers.bareDoctype ?? false));
  parser.on("attribute", attributeLimit(parser));
  parser.on("opentag", (tag) => {
    if (within.length === 0) roots++;
    if (within.length >= deepest) unreadable(`its elements are nested deeper than ${deepest}`);
    handlers.open(bare(tag), within);
    within.push(tag.name);
    listen.open(tag.name);
  });
  parser.on("closetag", ({ name }) => {
    within.pop();
    listen.close(name);
    handlers.close?.(name, within);
  });
  if (handlers.comment) parser.on("comment", handlers.comment);
  const give = (text: string): void => {
    parser.write(text);
    if (held.text.length + held.name.length + held.entity.length > longest)
      unreadable(`a name, attribute or text in it is longer than ${longest} characters`);
  };
  return {
    write: (text: string): void => give(shortener.write(text)),
    end(): void {
      give(shortener.end());
      parser.close();
      if (roots === 0) unreadable("it has no element");
    },
  };
};

const bare = ({ name, attributes }: SaxesTagPlain): XmlElement => ({ name, attributes });

const refuseDoctype = (doctype: string, bareDoctype: boolean): void => {
  if (!bareDoctype || doctype.includes("["))
    unreadable("it has a DOCTYPE, which is not read for safety; export it without");
};

const attributeLimit = (parser: SaxesParser) => {
  let attributes = 0;
  parser.on("opentagstart", () => {
    attributes = 0;
  });
  return (): void => {
    if (++attributes > mostAttributes) unreadable(`one of its elements has more than ${mostAttributes} attributes`);
  };
};

/** Hears text only where it is asked for: what nobody hears the parser does not keep. */
const textOf = (parser: SaxesParser, { texts = [], text: tell }: XmlHandlers) => {
  let heard: string | null = null;
  const hear = (text: string): void => {
    if (heard !== null && heard.length < longestText) heard = (heard + text).slice(0, longestText);
  };
  return {
    open(name: string): void {
      if (!texts.includes(name)) return;
      heard = "";
      parser.on("text", hear);
      parser.on("cdata", hear);
    },
    close(name: string): void {
      if (heard === null || !texts.includes(name)) return;
      parser.off("text");
      parser.off("cdata");
      tell?.(name, heard);
      heard = null;
    },
  };
};
