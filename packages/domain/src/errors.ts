/**
 * Every error a caller can meet, in one table: stable code → HTTP status, title, what to do.
 * Codes never change meaning; new ones are added. `docs/ERRORS.md` is checked against this table.
 */
export const PROBLEMS = {
  bad_request: [400, 'The request is not valid', 'Correct the fields named in `errors` and send it again.'],
  unauthenticated: [401, 'Sign in first', 'Sign in, or send a valid API key.'],
  bad_credentials: [401, 'Wrong user name or password', 'Check both; after five failures the account is locked for 15 minutes.'],
  account_locked: [423, 'The account is locked', 'Wait 15 minutes or ask a system administrator.'],
  csrf_failed: [403, 'The request did not come from this site', 'Reload the page and try again.'],
  forbidden: [403, 'Your role does not allow this', 'Ask a system administrator for the role.'],
  not_found: [404, 'Not found', 'It does not exist, or lies outside your region.'],
  method_not_allowed: [405, 'This address does not take that method', 'See /docs for the methods it takes.'],
  idempotency_key_missing: [400, 'Idempotency-Key header is missing', 'Send a fresh random key with each new request.'],
  idempotency_key_reused: [422, 'Idempotency-Key was used for another request', 'Use a new key for a new request.'],
  precondition_required: [428, 'If-Match header is missing', 'Send the ETag of the case you read.'],
  precondition_failed: [412, 'The case has changed since you read it', 'Read it again and decide on what you see then.'],
  case_not_claimed: [409, 'You do not hold this case', 'Claim it first; a lease ends after ten minutes without a heartbeat.'],
  case_held_by_other: [409, 'Another reviewer holds this case', 'Take another, or wait until the lease ends.'],
  case_wrong_state: [409, 'The case is not in a state that allows this', 'Read it again to see where it stands.'],
  case_same_reviewer: [409, 'You have already given an opinion on this case', 'A second reader must be another person.'],
  case_same_person: [409, 'The same person may not take both steps', 'Another colleague with the role must do it.'],
  forward_needs_finding: [409, 'In this phase a case is forwarded only after registration and clarification', 'Use the direct route only in phase PRE.'],
  forward_too_late: [409, 'The seven days for forwarding have passed', 'The case has expired.'],
  act_not_allowed: [422, 'This act code does not apply to the case', 'Choose a code that the phase of the case allows.'],
  reason_required: [422, 'A reason is required', 'Give an exemption code or write the reason.'],
  too_many_cells: [422, 'The answer would have too many figures', 'Ask for fewer dimensions, fewer days or a smaller region.'],
  queue_full: [409, 'You hold too many open reviews', 'Finish or release some first.'],
  payload_too_large: [413, 'The body is too large', 'Send at most 1 MB.'],
  unsupported_media_type: [415, 'This content type is not accepted', 'Send application/json.'],
  rate_limited: [429, 'Too many requests', 'Wait as long as Retry-After says.'],
  internal: [500, 'Something went wrong on our side', 'Try again; the log has the request id.'],
  unavailable: [503, 'A part of the system is not reachable', 'Try again in a moment; /readyz names the part.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** An expected failure. Anything else that is thrown is a defect. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: { path: string; message: string }[] | undefined;
  constructor(code: ProblemCode, detail?: string, errors?: { path: string; message: string }[]) {
    super(detail ?? PROBLEMS[code][1]);
    this.name = 'ProblemError';
    this.code = code;
    this.detail = detail;
    this.errors = errors;
  }
}

/** RFC 9457 body. `type` is a relative reference into the documentation. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  errors?: { path: string; message: string }[];
}

export function toProblem(e: ProblemError): Problem {
  const [status, title, hint] = PROBLEMS[e.code];
  return {
    type: `/docs/errors#${e.code}`,
    title,
    status,
    code: e.code,
    detail: e.detail ?? hint,
    ...(e.errors ? { errors: e.errors } : {}),
  };
}
