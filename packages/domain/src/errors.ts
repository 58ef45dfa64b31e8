/**
 * Every error a caller can meet, in one table: stable code → HTTP status, title, what to do.
 * Codes never change meaning; new ones are added. `docs/ERRORS.md` is checked against this table.
 */
export const PROBLEMS = {
  bad_request: [400, 'The request is not valid', 'Correct the fields named in `errors` and send it again.'],
  unauthenticated: [401, 'Sign in first', 'Sign in, or send a valid API key.'],
  bad_credentials: [401, 'Wrong user name or password', 'Check both; after five failures the account is locked for 15 minutes.'],
  account_locked: [423, 'The account is locked', 'Wait 15 minutes or ask a system administrator.'],
  second_factor_required: [401, 'A code of your second factor is needed', 'Send it as `code` beside user name and password.'],
  second_factor_wrong: [
    401,
    'The code is wrong or was used before',
    'Wait for the next code of your app, or use a recovery code; after five failures the account is locked for 15 minutes.',
  ],
  second_factor_missing: [403, 'Your role needs a second factor', 'Set one up, or confirm yours; until then only your own account is open to you.'],
  second_factor_exists: [409, 'You already have a second factor', 'Remove it first, with a code of it.'],
  password_change_needed: [403, 'Choose a password of your own first', 'An administrator knows the present one; PUT /v1/me/password changes it.'],
  password_weak: [422, 'The password is too easy to guess', 'Take at least 12 characters, such as four words that do not belong together.'],
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
  conflict_of_interest: [409, 'By your own declaration you may not judge this person', 'Take another case; a colleague reads this one.'],
  undo_not_possible: [
    409,
    'The opinion can no longer be taken back',
    'An opinion is taken back within ten minutes, and before anyone else acts. A commissioner may reopen the case.',
  ],
  identity_hidden: [
    403,
    'The identity is not open to you now',
    'Judge the post first; it opens with your own finding "plausible", or once the case is confirmed.',
  ],
  identity_not_verified: [409, 'The identity behind the account is not verified', 'Have the account verified in the register, or dismiss the case (HN-28).'],
  hearing_needed: [409, 'The person must be heard first', 'Record the hearing, a refusal, or the second absence.'],
  recipient_in_question: [
    409,
    'The office said that this is not its person',
    'A commissioner names the right office, or confirms it, or withdraws the finding.',
  ],
  file_mismatch: [422, 'These cases cannot share a file', 'A file holds confirmed cases of one person and one contest.'],
  forward_needs_finding: [409, 'In this phase a case is forwarded only after registration and clarification', 'Use the direct route only in phase PRE.'],
  forward_too_late: [409, 'The time for this step has passed', 'The deadline is shown with the case; a case that nobody acted on expires.'],
  act_not_allowed: [422, 'This act code does not apply to the case', 'Choose a code that the phase of the case allows.'],
  reason_required: [422, 'A reason is required', 'Give an exemption code or write the reason.'],
  too_many_cells: [422, 'The answer would have too many figures', 'Ask for fewer dimensions, fewer days or a smaller region.'],
  hold_exists: [409, 'The case is under a legal hold already', 'Confirm or lift the one that stands.'],
  hold_wrong_state: [409, 'The legal hold is not in a state that allows this', 'Read it again to see where it stands.'],
  request_wrong_state: [409, 'The request is not in a state that allows this', 'Check the identity first; what is answered or refused stays so.'],
  subject_unknown: [422, 'Nobody in your region has this number', 'Check the number; the person may serve elsewhere or not be in the register.'],
  statement_link_refused: [
    403,
    'Link, code and digits do not belong together',
    'Check all three. After five tries the link ends, and so it does with an answer or its last day; the office that summoned you gives another.',
  ],
  statement_files_full: [409, 'No more files can be added', 'Five files belong to a statement; bring others to the hearing.'],
  file_refused: [415, 'This kind of file is not accepted', 'Send a PDF, PNG or JPEG whose content is what its name says.'],
  group_one_by_one: [422, 'A finding against a person is given one by one', 'Open each case; only "not a violation" is decided for a group.'],
  preview_needed: [409, 'Look at the group first', 'Ask for a preview and decide on what it shows, within 30 minutes and once.'],
  view_exists: [409, 'There is already a view of this name', 'Choose another name.'],
  views_full: [409, 'You keep too many views', 'Remove one first.'],
  lease_not_held: [409, 'Nobody holds this case', 'It is free; nothing needs to be broken.'],
  too_many_streams: [429, 'Too many open streams', 'Close another window first.'],
  queue_full: [409, 'You hold too many open reviews', 'Finish or release some first.'],
  own_account: [409, 'Nobody administrates the own account', 'Another system administrator must do it.'],
  second_admin_needed: [
    409,
    'Another administrator must do this',
    'Whoever reset the password may not reset the second factor too, nor the other way round, before the user has set the first anew.',
  ],
  user_exists: [409, 'There is already a user of this name', 'Choose another user name.'],
  role_outside_region: [422, 'The role reaches beyond your region', 'Ask an administrator of the larger region.'],
  key_scope_missing: [403, 'The API key may not do this', 'Ask a system administrator for a key with the scope.'],
  key_being_replaced: [409, 'Two keys of this line are in use already', 'Revoke the older one, or wait until it ends.'],
  oidc_failed: [401, 'The identity provider did not confirm who you are', 'Start again; if it happens again, ask a system administrator.'],
  oidc_no_account: [403, 'No account is linked to this identity', 'Ask a system administrator to link it.'],
  oidc_choose_account: [409, 'Several accounts are linked to this identity', 'Name one: /v1/oidc/start?account=…'],
  imports_full: [409, 'You have too many unfinished imports', 'Publish or stop one of them first.'],
  import_wrong_state: [409, 'The import is not in a state that allows this', 'Read it again: it was confirmed, stopped or ended meanwhile.'],
  setup_refused: [
    403,
    'The first administrator cannot be made with this token',
    'The token works once, for one day, and only while there are no accounts. `npx pantau user setup` makes a new one.',
  ],
  source_exists: [409, 'There is already a source of this name', 'Choose another name.'],
  packet_not_released: [409, 'Nobody has released this packet yet', 'A second commissioner or handling officer of the region must release it.'],
  packet_expired: [409, 'The release has ended', 'A packet can be fetched for 72 hours after its release; request a new one.'],
  timestamp_unavailable: [503, 'The time-stamping authority did not answer', 'Try again later; without its stamp no packet leaves.'],
  scorer_away: [503, 'The scorer does not answer', 'Texts can be tried once it runs and a register is published; /readyz names it.'],
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
