import type { Instant } from "../units.ts";
import type { Broken, Release } from "./release.ts";

/** Why a red requirement stands all the same. */
export type Exception = { readonly by: string; readonly reason: string; readonly words: string };

/** The emergency that opened this requirement for the present build; another build is closed again (T45). */
export const brokenFor = ({ broken, build }: Release, requirement: string): Broken | undefined =>
  broken.findLast((one) => one.requirement === requirement && one.build === build.digest);

/** A live exception: a granted waiver that has not ended, or a broken glass. */
export const exceptionFor = (release: Release, requirement: string, now: Instant): Exception | null => {
  const waiver = release.waivers[requirement];
  if (waiver?.grantedBy != null && waiver.expires > now) {
    const { grantedBy: by, reason, control } = waiver;
    return { by, words: `waived by ${by}`, reason: `${reason} (control: ${control}; granted by ${by}` };
  }
  const opened = brokenFor(release, requirement);
  if (opened === undefined) return null;
  const { by, reason } = opened;
  return { by, words: `opened by break-glass by ${by}`, reason: `${reason} (break-glass by ${by}` };
};
