import type { Process, Requirement } from "../../src/domain/process/process.ts";

/** The process with as many requirements as asked for: its own once more, each under another name. */
export const wideProcess = (process: Process, count: number): Process => {
  const more = Array.from({ length: count - process.requirements.length }, (_, i): Requirement => {
    const copied = process.requirements[i % process.requirements.length]!;
    return { ...copied, id: `${copied.id}.again-${i}` };
  });
  return { ...process, requirements: [...process.requirements, ...more] };
};
