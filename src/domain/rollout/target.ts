/** What is on its way: a step, or a leg of the way back. `try` counts the returns to a step before. */
export type Target = { readonly way: "on" | "back"; readonly index: number; readonly try: number };
