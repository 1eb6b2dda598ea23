import type { Release } from "../domain/release/release.ts";
import type { IssuesAnswer } from "./issues-answer.ts";

export const toIssuesAnswer = ({ issues }: Pick<Release, "issues">): IssuesAnswer => ({ issues });
