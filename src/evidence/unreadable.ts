/** Why bytes are not a report of their format. Thrown by the parsers, turned into a value by `readReport` alone. */
export class Unreadable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "Unreadable";
  }
}

export const unreadable = (problem: string): never => {
  throw new Unreadable(problem);
};
