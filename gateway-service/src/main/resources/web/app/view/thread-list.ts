/** The list of threads. */
import type { ThreadView } from "../api/types";
import type { ThreadList } from "../state/console";
import { addressOf } from "../state/route";
import { strings } from "../strings";
import { element, setAttribute, setChildren, setHidden, setText } from "./dom";

interface Row {
  root: HTMLElement;
  link: HTMLAnchorElement;
  title: HTMLElement;
  status: HTMLElement;
}

export class ThreadListView {
  readonly root: HTMLElement;
  private readonly list: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly create: HTMLAnchorElement;
  private rows = new Map<string, Row>();

  constructor(onMore: () => void) {
    this.create = element("a", { class: "new-thread", href: addressOf(undefined), "data-testid": "new-thread" }, strings.threads.create);
    this.list = element("ul", { class: "threads", "data-testid": "thread-list" });
    this.empty = element("p", { class: "empty" }, strings.threads.empty);
    this.more = element("button", { type: "button", class: "quiet", "data-testid": "more-threads" }, strings.threads.more);
    this.more.addEventListener("click", onMore);
    this.root = element("nav", { class: "thread-nav", "aria-label": strings.threads.title }, this.create, this.list, this.empty, this.more);
  }

  show(list: ThreadList, open: string | undefined): void {
    const rows = new Map<string, Row>();
    for (const thread of list.threads) {
      const row = this.rows.get(thread.id) ?? newRow(thread.id);
      showThread(row, thread, thread.id === open);
      rows.set(thread.id, row);
    }
    this.rows = rows;
    setChildren(this.list, [...rows.values()].map((row) => row.root));
    setAttribute(this.create, "aria-current", open === undefined ? "page" : undefined);
    setHidden(this.empty, !list.isLoaded || list.threads.length > 0);
    setHidden(this.more, list.nextCursor === undefined);
  }
}

function newRow(thread: string): Row {
  const title = element("span", { class: "title", dir: "auto", "data-testid": "thread-title" });
  const status = element("span", { class: "thread-status" });
  const link = element("a", { href: addressOf(thread), "data-testid": "thread-item", "data-thread-id": thread }, title, status);
  return { root: element("li", {}, link), link, title, status };
}

function showThread(row: Row, thread: ThreadView, isOpen: boolean): void {
  setText(row.title, thread.title ?? strings.threads.untitled);
  setText(row.status, strings.threads.status[thread.status] ?? "");
  setAttribute(row.link, "data-status", thread.status);
  setAttribute(row.link, "aria-current", isOpen ? "page" : undefined);
}
