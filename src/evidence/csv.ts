import { longestLine } from "./lines.ts";
import { unreadable } from "./unreadable.ts";

/**
 * CSV piece by piece → rows of fields; a quoted field may hold commas, quotes (doubled) and line ends. `end` tells
 * whether the last row was ended as well.
 *
 * @throws Unreadable for a quote where none can be, and for a row longer than 1 Mi characters
 * @source RFC 4180
 */
export const csv = (row: (fields: readonly string[]) => void) => {
  let fields: string[] = [];
  let field = "";
  let length = 0;
  /** Where in a field we are; after the closing quote only a comma, a line end or a second quote may follow. */
  let state: "plain" | "quoted" | "closed" = "plain";
  const endField = (): void => {
    fields.push(field);
    [field, state] = ["", "plain"];
  };
  const endRow = (): void => {
    endField();
    if (fields.length > 1 || fields[0] !== "") row(fields);
    [fields, length] = [[], 0];
  };
  const take = (sign: string): void => {
    if (++length > longestLine) unreadable(`a row of it is longer than ${longestLine} characters`);
    if (state === "quoted") {
      if (sign === '"') state = "closed";
      else field += sign;
    } else if (sign === ",") endField();
    else if (sign === "\n") endRow();
    else if (sign === "\r") return;
    else if (sign === '"') open();
    else if (state === "closed") unreadable("a quoted field of it goes on after its closing quote");
    else field += sign;
  };
  const open = (): void => {
    if (state === "closed") field += '"';
    else if (field !== "") unreadable("a field of it has a quote in its middle");
    state = "quoted";
  };
  return {
    write(text: string): void {
      for (const sign of text) take(sign);
    },
    end(): { readonly ended: boolean } {
      if (state === "quoted") unreadable("it ends within a quoted field");
      if (fields.length === 0 && field === "" && state === "plain") return { ended: true };
      endRow();
      return { ended: false };
    },
  };
};
