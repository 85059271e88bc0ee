/** Says whether a desktop can answer at this moment. It disables nothing: a message to an offline desktop fails visibly. */
import type { LinkView } from "../api/types";
import { strings } from "../strings";
import { element, setAttribute, setHidden, setText } from "./dom";

type DesktopState = "unknown" | "none" | "online" | "offline";

export class DesktopIndicator {
  readonly root: HTMLElement;
  private readonly label: HTMLElement;
  private readonly state: HTMLElement;
  private readonly rtt: HTMLElement;
  private readonly pair: HTMLElement;

  constructor() {
    this.label = element("span", { class: "desktop-label", dir: "auto", "data-testid": "desktop-label" });
    this.state = element("span", { class: "desktop-state", "data-testid": "desktop-state" });
    this.rtt = element("span", { class: "desktop-rtt", "data-testid": "desktop-rtt" });
    this.pair = element("a", { href: "/device", hidden: true, "data-testid": "desktop-pair" }, strings.desktop.pair);
    this.root = element(
      "div",
      { class: "desktop", role: "status", "aria-label": strings.desktop.label, "data-testid": "desktop-indicator" },
      element("span", { class: "dot", "aria-hidden": "true" }),
      this.label,
      this.state,
      this.rtt,
      this.pair,
    );
  }

  /** @param links undefined: not known yet, or the server cannot be reached */
  show(links: LinkView[] | undefined): void {
    const link = links?.find((candidate) => candidate.online) ?? links?.[0];
    const state = stateOf(links, link);
    setAttribute(this.root, "data-state", state);
    setAttribute(this.root, "title", state === "offline" ? strings.desktop.offlineHelp : undefined);
    setText(this.label, labelOf(state, link));
    setText(this.state, link === undefined ? "" : link.online ? strings.desktop.online : strings.desktop.offline);
    setText(this.rtt, link?.online === true && link.rttMs !== undefined ? strings.desktop.rtt(link.rttMs) : "");
    setHidden(this.pair, state !== "none");
    setHidden(this.state, this.state.textContent === "");
    setHidden(this.rtt, this.rtt.textContent === "");
  }
}

function stateOf(links: LinkView[] | undefined, link: LinkView | undefined): DesktopState {
  if (links === undefined) {
    return "unknown";
  }
  return link === undefined ? "none" : link.online ? "online" : "offline";
}

function labelOf(state: DesktopState, link: LinkView | undefined): string {
  if (link !== undefined) {
    return link.label === "" ? link.hostname : link.label;
  }
  return state === "none" ? strings.desktop.none : strings.desktop.checking;
}
