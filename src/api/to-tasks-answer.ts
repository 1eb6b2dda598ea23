import type { Release } from "../domain/release/release.ts";
import type { TasksAnswer } from "./tasks-answer.ts";

export const toTasksAnswer = ({ tasks }: Pick<Release, "tasks">): TasksAnswer => ({ tasks });
