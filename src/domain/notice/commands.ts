/** What the conductor reports of notices. */
export type NoticeCommand =
  | {
      readonly type: "RecordNotice";
      readonly notice: string;
      readonly occurrence: string;
      readonly to: string;
      /** `refused`: for good, so that trying again is of no use. */
      readonly result: "delivered" | "refused" | "failed";
      readonly detail: string;
    }
  | { readonly type: "SkipNotices" };
