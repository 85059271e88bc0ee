/** The parts that show tool calls. */
import type { Approval, Part } from "../../api/types";
import { isKnown, text, type Chunk } from "./chunk";
import { parsePartialJson } from "./partial-json";
import { put, putIfKnown, type Parts } from "./parts";

const DYNAMIC_TOOL = "dynamic-tool";
const STATIC_TOOL = "tool-";

/** What each change assigns anew, or clears. */
const ASSIGNED = ["input", "output", "errorText", "rawInput", "preliminary"] as const;

/** What is told of every call. */
const TOLD = ["toolCallId", "toolName", "providerExecuted", "providerMetadata", "title", "toolMetadata"] as const;

interface Change {
  state: string;
  [field: string]: unknown;
}

/** A call whose input arrives piece by piece. */
interface PartialCall {
  start: Chunk;
  text: string;
  /** The part that shows it. */
  part: Part | undefined;
}

export class ToolParts {
  private readonly calls = new Map<string, PartialCall>();
  /** The parts whose input is not up to date: it is read only when somebody looks. */
  private readonly growing = new Map<Part, PartialCall>();

  constructor(private readonly parts: Parts) {}

  /** Adds one chunk, if it is about a tool. */
  add(chunk: Chunk): void {
    switch (chunk.type) {
      case "tool-input-start":
        return this.inputStart(chunk);
      case "tool-input-delta":
        return this.inputDelta(chunk);
      case "tool-input-available":
        this.update(changeOf("input-available", chunk, "input"), isDynamic(chunk));
        return;
      case "tool-input-error":
        return this.inputError(chunk);
      case "tool-approval-response":
        return this.approvalResponse(chunk);
      default: {
        const shown = this.shown(text(chunk.toolCallId));
        if (shown !== undefined) {
          this.answer(chunk, shown);
        }
      }
    }
  }

  /** Brings the inputs that still arrive up to date. */
  settle(): void {
    [...this.growing.keys()].forEach((part) => this.freeze(part));
  }

  /** The inputs that still arrive belong to nothing any more. */
  forgetAll(): void {
    this.settle();
    this.calls.clear();
  }

  /** A chunk about a call that is shown. */
  private answer(chunk: Chunk, shown: Part): void {
    switch (chunk.type) {
      case "tool-output-available":
        return this.output(changeOf("output-available", chunk, "output", "preliminary"), chunk, shown);
      case "tool-output-error":
        return this.outputError(chunk, shown);
      case "tool-output-denied":
        shown.state = "output-denied";
        return;
      case "tool-approval-request":
        return approvalRequest(chunk, shown);
    }
  }

  private inputStart(chunk: Chunk): void {
    this.calls.set(text(chunk.toolCallId), { start: chunk, text: "", part: undefined });
    this.update(changeOf("input-streaming", chunk, "inputEncoding"), isDynamic(chunk));
  }

  private inputDelta(chunk: Chunk): void {
    const call = this.calls.get(text(chunk.toolCallId));
    if (call === undefined) {
      return;
    }
    const dynamic = isDynamic(call.start);
    const change = changeOf("input-streaming", call.start, "inputEncoding");
    delete change.providerExecuted;
    delete change.providerMetadata;
    const existing = this.find(text(change.toolCallId), dynamic);
    if (call.part !== undefined && call.part !== existing) {
      this.freeze(call.part);
    }
    call.text += text(chunk.inputTextDelta);
    const shown = this.update(change, dynamic, existing);
    call.part = shown;
    if (existing === undefined && dynamic) {
      put(shown, "input", valueOf(call)); // the SDK leaves out the raw input here
    } else {
      this.growing.set(shown, call);
    }
  }

  private inputError(chunk: Chunk): void {
    const id = text(chunk.toolCallId);
    const existing = this.parts.inStep((part) => isTool(part) && part.toolCallId === id);
    const dynamic = existing === undefined ? isDynamic(chunk) : existing.type === DYNAMIC_TOOL;
    const change = changeOf("output-error", chunk, "errorText", "input");
    delete change.title;
    this.update(change, dynamic);
  }

  private outputError(chunk: Chunk, shown: Part): void {
    this.freeze(shown);
    const change = changeOf("output-error", chunk, "errorText");
    if (shown.type !== DYNAMIC_TOOL) {
      change.rawInput = shown.rawInput;
    }
    this.output(change, chunk, shown);
  }

  private output(change: Change, chunk: Chunk, shown: Part): void {
    this.freeze(shown);
    const dynamic = shown.type === DYNAMIC_TOOL;
    change.input = shown.input;
    change.title = shown.title;
    change.toolMetadata = isKnown(chunk.toolMetadata) ? chunk.toolMetadata : shown.toolMetadata;
    change.toolName = dynamic ? shown.toolName : shown.type.slice(STATIC_TOOL.length);
    this.update(change, dynamic, shown);
  }

  private approvalResponse(chunk: Chunk): void {
    const shown = this.parts.first((part) => isTool(part) && part.approval?.id === chunk.approvalId);
    if (shown?.approval === undefined) {
      return;
    }
    shown.approval.approved = chunk.approved;
    if (isKnown(chunk.reason)) {
      shown.approval.reason = chunk.reason;
    }
    shown.state = "approval-responded";
    putIfKnown(shown, "providerExecuted", chunk.providerExecuted);
    putIfKnown(shown, "callProviderMetadata", chunk.providerMetadata);
  }

  private update(change: Change, dynamic: boolean, given?: Part): Part {
    const existing = given ?? this.find(text(change.toolCallId), dynamic);
    if (existing === undefined) {
      return this.parts.add(created(change, dynamic));
    }
    this.growing.delete(existing);
    const name = text(change.toolName);
    existing.state = change.state;
    if (dynamic) {
      existing.toolName = name;
    } else {
      existing.type = STATIC_TOOL + name;
    }
    ASSIGNED.forEach((field) => put(existing, field, change[field]));
    put(existing, "inputEncoding", change.inputEncoding ?? undefined);
    for (const field of ["title", "toolMetadata"]) {
      if (change[field] !== undefined) {
        existing[field] = change[field];
      }
    }
    putIfKnown(existing, "providerExecuted", change.providerExecuted);
    putIfKnown(existing, metadataField(change), change.providerMetadata);
    return existing;
  }

  private find(call: string, dynamic: boolean): Part | undefined {
    return this.parts.inStep((part) => (dynamic ? part.type === DYNAMIC_TOOL : isStatic(part)) && part.toolCallId === call);
  }

  private shown(call: string): Part | undefined {
    const isIt = (part: Part) => isTool(part) && part.toolCallId === call;
    return this.parts.inStep(isIt) ?? this.parts.last(isIt);
  }

  /** The input stays as it is now. */
  private freeze(part: Part): void {
    const call = this.growing.get(part);
    if (call !== undefined) {
      this.growing.delete(part);
      part.rawInput = call.text;
      put(part, "input", valueOf(call));
    }
  }
}

function created(change: Change, dynamic: boolean): Part {
  const name = text(change.toolName);
  const part: Part = { type: dynamic ? DYNAMIC_TOOL : STATIC_TOOL + name, toolCallId: text(change.toolCallId), state: change.state };
  if (dynamic) {
    part.toolName = name;
  }
  put(part, "title", change.title);
  put(part, "toolMetadata", change.toolMetadata);
  ASSIGNED.filter((field) => !dynamic || field !== "rawInput").forEach((field) => put(part, field, change[field]));
  put(part, "inputEncoding", change.inputEncoding ?? undefined);
  put(part, "providerExecuted", change.providerExecuted);
  put(part, metadataField(change), change.providerMetadata ?? undefined);
  return part;
}

function approvalRequest(chunk: Chunk, shown: Part): void {
  const approval: Approval = { id: text(chunk.approvalId) };
  if (isKnown(chunk.approvalDescriptor)) {
    approval.descriptor = chunk.approvalDescriptor;
  }
  if (chunk.inputSchemaInput !== undefined) {
    approval.inputSchemaInput = chunk.inputSchemaInput;
  }
  if (isKnown(chunk.reason)) {
    approval.requestReason = chunk.reason;
  }
  if (chunk.isAutomatic === true) {
    approval.isAutomatic = true;
  }
  if (isKnown(chunk.signature)) {
    approval.signature = chunk.signature;
  }
  shown.state = "approval-requested";
  shown.approval = approval;
}

function changeOf(state: string, chunk: Chunk, ...more: string[]): Change {
  const change: Change = { state };
  [...TOLD, ...more].forEach((field) => {
    change[field] = chunk[field];
  });
  return change;
}

function valueOf(call: PartialCall): unknown {
  return call.start.inputEncoding === "text" ? call.text : parsePartialJson(call.text);
}

function metadataField(change: Change): string {
  return change.state === "output-available" || change.state === "output-error" ? "resultProviderMetadata" : "callProviderMetadata";
}

function isDynamic(chunk: Chunk): boolean {
  return chunk.dynamic === true;
}

function isTool(part: Part): boolean {
  return isStatic(part) || part.type === DYNAMIC_TOOL;
}

function isStatic(part: Part): boolean {
  return part.type.startsWith(STATIC_TOOL);
}
