import { Link } from "wouter";
import { Page } from "../parts/page.tsx";

export const Nowhere = () => (
  <Page title="No such page" says="Nothing stands at this address.">
    <p>
      <Link href="/">To the releases</Link>
    </p>
  </Page>
);
