import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Lived } from "./life-play.ts";
import type { Tally } from "./seeds-in-threads.ts";

/** One life, counted: what is never reached proves nothing. */
export const tallyOf = ({ life, seen }: Lived): Tally => {
  const { release, events, refused } = life;
  const count = (type: ReleaseEvent["type"]): number => events.filter((event) => event.type === type).length;
  const inProduction = release.rollouts.filter(({ environment }) => environment === "production");
  return {
    lives: 1,
    closed: release.phase === "closed" ? 1 : 0,
    cancelled: release.phase === "cancelled" ? 1 : 0,
    rejected: release.phase === "rejected" ? 1 : 0,
    "rollouts to production": inProduction.length,
    "promoted in production": inProduction.filter(({ promotedAt }) => promotedAt !== null).length,
    "rolled back in production": inProduction.filter(({ rollback }) => rollback !== null).length,
    "frozen on the way": count("RolloutFrozen"),
    "builds replaced": count("BuildReplaced"),
    "attempts failed": count("AttemptFailed"),
    "tried again": count("AttemptRestarted"),
    "issues reported": count("IssueReported"),
    "triggers raised": count("TriggerRaised"),
    "triggers escalated": count("TriggerEscalated"),
    "users not well again in time": count("TriggerNotRestored"),
    emergencies: release.plan.emergency === undefined ? 0 : 1,
    "asked for a go": count("GoAsked"),
    "own steps done": count("OwnStepDone"),
    "own steps that failed": count("OwnStepFailed"),
    "waits that ran out": count("StepUnanswered") + count("OwnStepUnanswered"),
    "drafts of agents": count("ProposalMade"),
    "periods extended": count("PeriodExtended"),
    "letters that failed": count("MessageBounced") + count("NoticeFailed"),
    "signed by deputies": events.filter((event) => event.type === "ApprovalGiven" && event.for !== undefined).length,
    "waivers granted": count("WaiverGranted"),
    "glasses broken": count("GlassBroken"),
    "told that it is overdue": count("OverdueTold"),
    "clocks stopped": count("DueStopped"),
    "moved to another day": count("ReleaseRescheduled"),
    "clocks of machines that jumped": seen.jumps,
    "acts refused": refused.length,
    "notices given": count("NoticeDelivered"),
    "days lived": (life.now - release.openedAt) / 86_400_000,
  };
};
