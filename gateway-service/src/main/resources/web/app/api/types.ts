/** The shapes of the gateway's answers, as far as the console reads them. */

export interface Me {
  id: string;
  display: string;
}

export type ThreadStatus = "idle" | "queued" | "running";

export interface ThreadView {
  id: string;
  title?: string;
  status: ThreadStatus;
  createdAt: string;
  lastActivityAt: string;
}

export interface ThreadPage {
  threads: ThreadView[];
  nextCursor?: string;
}

export type RunState = "queued" | "offered" | "running" | "settling" | "succeeded" | "failed" | "cancelled";

export interface MessageView {
  id: string;
  role: "user" | "assistant";
  parts: Part[];
  runId: string;
  runState?: RunState;
  position: number;
  createdAt: string;
}

export interface MessagePage {
  messages: MessageView[];
  nextCursor?: string;
}

export interface RunView {
  id: string;
  threadId: string;
  state: RunState;
  errorCode?: string;
  errorText?: string;
}

/** One claim of a run. */
export interface RunAttempt {
  fence: number;
  attempt: number;
  link?: string;
  pod: string;
  startedAt: string;
  endedAt?: string;
  reason?: string;
}

export interface RunDetail extends RunView {
  attempts: RunAttempt[];
}

/** What one entry of a run's log is. */
export interface LoggedRecord {
  kind: "claim" | "chunks" | "end" | "unreadable";
  fence?: number;
  seq?: number;
  fragment?: string;
  bytes: number;
  storedAt: string;
  chunks?: number;
  types: string[];
}

export interface PostMessageAnswer {
  messageId: string;
  runId: string;
  threadId: string;
}

/** What watchers are told. */
export interface WatchedEvent {
  id: string;
  type: string;
  threadId?: string;
  runId?: string;
  linkId?: string;
}

export interface LinkView {
  id: string;
  label: string;
  hostname: string;
  online: boolean;
  rttMs?: number;
  paused: boolean;
}

/** One part of a UI message of the AI SDK; types that are not known here are kept and not shown. */
export interface Part {
  type: string;
  text?: string;
  state?: string;
  url?: string;
  mediaType?: string;
  filename?: string;
  title?: string;
  toolCallId?: string;
  toolName?: string;
  input?: unknown;
  output?: unknown;
  errorText?: string;
  id?: string;
  data?: unknown;
  approval?: Approval;
  [field: string]: unknown;
}

/** Whether a tool may be used: what is asked, and what was answered. */
export interface Approval {
  id: string;
  approved?: unknown;
  [field: string]: unknown;
}

/** True once nothing about a run changes any more. */
export function isOver(state: RunState | undefined): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}
