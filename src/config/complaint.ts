export type Path = readonly PropertyKey[];

/** Something wrong at a place of a document, before anybody looked up the line. */
export type Complaint = { readonly path: Path; readonly what: string; readonly fix: string };

/** `people.ada.roles[0]`; a name that is not a plain word is quoted: `checks["staging.regression"].format`. */
export const showPath = (path: Path): string =>
  path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    if (!/^[\w-]+$/.test(String(key))) return `${before}[${JSON.stringify(String(key))}]`;
    return before === "" ? String(key) : `${before}.${String(key)}`;
  }, "");
