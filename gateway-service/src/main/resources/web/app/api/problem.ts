/** What the gateway refuses, as RFC 9457 documents, and what never reached it. */
import { strings } from "../strings";

/** The code of a request that got no answer at all. */
export const UNREACHABLE = "unreachable";

/** A request that failed. The code is contract; the texts are for people. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = "Problem";
  }

  static unreachable(): Problem {
    return new Problem(UNREACHABLE, 0, "");
  }

  /** Reads a refusal; an answer that is no problem document gets a code by its status. */
  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => undefined);
    const document = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const code = typeof document.code === "string" ? document.code : codeOf(response.status);
    const detail = typeof document.detail === "string" ? document.detail : "";
    return new Problem(code, response.status, detail);
  }

  /** True if the same request may succeed later; a message keeps its id, so that it is not sent twice. */
  get isTransient(): boolean {
    return this.status === 0 || this.status >= 502 || this.status === 429;
  }

  /** What happened and what to do about it. */
  get advice(): string {
    if (this.code === UNREACHABLE) {
      return strings.problems.unreachable;
    }
    const known = strings.problems.what[this.code];
    return known ?? (this.detail === "" ? strings.problems.title : this.detail);
  }
}

function codeOf(status: number): string {
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return "not_found";
    case 413:
      return "too_large";
    case 429:
      return "rate_limited";
    default:
      return status >= 502 ? "unavailable" : "internal";
  }
}

/** What a failure means for people; a fault of the console's own is told as one. */
export function asProblem(failure: unknown): Problem {
  if (failure instanceof Problem) {
    return failure;
  }
  console.error(failure);
  return new Problem("internal", 500, String(failure));
}
