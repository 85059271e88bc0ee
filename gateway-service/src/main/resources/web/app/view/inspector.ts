/** What happened to a run: who claimed it, and what its log says. Read when it is opened. */
import type { LoggedRecord, RunAttempt, RunDetail } from "../api/types";
import { strings } from "../strings";
import { element, setText } from "./dom";

export interface Inspected {
  run: RunDetail;
  records: LoggedRecord[];
}

export class InspectorView {
  readonly root: HTMLDetailsElement;
  private readonly body: HTMLElement;

  /** @param inspect asks for what is shown */
  constructor(inspect: () => Promise<Inspected>) {
    this.body = element("div", { class: "inspected" });
    this.root = element("details", { class: "inspector", "data-testid": "run-inspector" }, element("summary", {}, strings.inspector.title), this.body);
    this.root.addEventListener("toggle", () => {
      if (this.root.open) {
        setText(this.body, strings.loading);
        inspect().then(
          (inspected) => this.show(inspected),
          () => setText(this.body, strings.inspector.failed),
        );
      }
    });
  }

  private show({ run, records }: Inspected): void {
    this.body.replaceChildren(
      element("p", { class: "code" }, run.id),
      element("h3", {}, strings.inspector.attempts),
      list("attempts", run.attempts.map(attemptText), strings.inspector.noAttempts),
      element("h3", {}, strings.inspector.records),
      list("records", records.map(recordText), strings.inspector.noRecords),
    );
  }
}

function list(testId: string, lines: string[], empty: string): HTMLElement {
  return lines.length === 0
    ? element("p", {}, empty)
    : element("ol", { "data-testid": testId }, ...lines.map((line) => element("li", {}, line)));
}

function attemptText(attempt: RunAttempt): string {
  const parts = [strings.inspector.fence(attempt.fence, attempt.attempt), time(attempt.startedAt), attempt.link ?? "", attempt.pod, attempt.reason ?? ""];
  return parts.filter((part) => part !== "").join(" · ");
}

function recordText(record: LoggedRecord): string {
  const parts = [
    record.kind === "claim" ? strings.inspector.claim(record.fence ?? 0) : `${record.seq ?? "?"} ${record.kind}`,
    record.fragment ?? "",
    record.types.join(", "),
    strings.inspector.bytes(record.bytes),
    time(record.storedAt),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function time(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleTimeString();
}
