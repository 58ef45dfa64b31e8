/** Written by `npm run types` from the OpenAPI document. Do not edit. */
export interface paths {
  '/livez': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process runs */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @enum {boolean} */
              live: true;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every part is up; names the parts */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              parts: {
                [key: string]: 'up' | 'down';
              };
              ready: boolean;
            };
          };
        };
        /** @description Default Response */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              parts: {
                [key: string]: 'up' | 'down';
              };
              ready: boolean;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The queue, most urgent first */
    get: {
      parameters: {
        query?: {
          band?: 'flag' | 'review';
          contest?: string;
          cursor?: string;
          direction?: 'SUPPORT' | 'ATTACK';
          holder?: 'mine' | 'free';
          label?:
            | 'VOTE_CALL'
            | 'PRAISE_SUPPORT'
            | 'ATTACK'
            | 'ENGAGE'
            | 'PHOTO_SYMBOL'
            | 'PROPS'
            | 'ATTEND'
            | 'TEAM_ROLE'
            | 'PARTY_MEMBER'
            | 'SELF_CANDIDACY'
            | 'MOBILISE'
            | 'STATE_FACILITY'
            | 'NONE';
          limit?: number;
          newer_than_hours?: number;
          older_than_hours?: number;
          phase?: 'OFF' | 'PRE' | 'SET' | 'CAMP' | 'QUIET' | 'VOTE' | 'POST';
          region?: string;
          /** @description One or more states, separated by commas */
          state?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              data: {
                /** @enum {string} */
                band: 'flag' | 'review';
                contest: string | null;
                contest_name: string | null;
                decided_at: string | null;
                direction: ('SUPPORT' | 'ATTACK') | null;
                due_at: string | null;
                /** Format: date-time */
                first_flagged_at: string;
                forwarded_at: string | null;
                holder: {
                  mine: boolean;
                  name: string | null;
                  /** Format: date-time */
                  until: string;
                } | null;
                id: number;
                known_at: string | null;
                /** @enum {string} */
                label:
                  | 'VOTE_CALL'
                  | 'PRAISE_SUPPORT'
                  | 'ATTACK'
                  | 'ENGAGE'
                  | 'PHOTO_SYMBOL'
                  | 'PROPS'
                  | 'ATTEND'
                  | 'TEAM_ROLE'
                  | 'PARTY_MEMBER'
                  | 'SELF_CANDIDACY'
                  | 'MOBILISE'
                  | 'STATE_FACILITY'
                  | 'NONE';
                number: string;
                /** @enum {string} */
                phase: 'OFF' | 'PRE' | 'SET' | 'CAMP' | 'QUIET' | 'VOTE' | 'POST';
                /** Format: date-time */
                posted_at: string;
                priority: number | null;
                region: string;
                region_name: string | null;
                revision: number;
                score: number | null;
                /** @enum {string} */
                state:
                  | 'FLAGGED'
                  | 'IN_REVIEW'
                  | 'DISMISSED'
                  | 'CONFIRMED'
                  | 'EXPIRED'
                  | 'FINDING'
                  | 'REGISTERED'
                  | 'CLARIFICATION'
                  | 'NOT_PROVEN'
                  | 'FORWARDED'
                  | 'CRIMINAL_TRACK'
                  | 'PPK_EXAM'
                  | 'DECIDED'
                  | 'APPEALED'
                  | 'WITHDRAWN'
                  | 'CLOSED';
              }[];
              next_cursor: string | null;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A case with its evidence; ETag is its revision */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              act_choices: {
                classes: string[];
                code: string;
                name: string;
                source: string;
                two_readers: boolean;
              }[];
              acts: {
                code: string;
                name: string;
              }[];
              author: {
                employment_status: string;
                identity_verified: boolean | null;
              };
              /** @enum {string} */
              band: 'flag' | 'review';
              contest: string | null;
              contest_name: string | null;
              contestants: {
                ballot_number: number | null;
                id: string;
                kind: string;
                name: string;
                stance: string | null;
              }[];
              decided_at: string | null;
              direction: ('SUPPORT' | 'ATTACK') | null;
              due_at: string | null;
              exemption: string | null;
              /** Format: date-time */
              first_flagged_at: string;
              forwarded_at: string | null;
              holder: {
                mine: boolean;
                name: string | null;
                /** Format: date-time */
                until: string;
              } | null;
              id: number;
              known_at: string | null;
              /** @enum {string} */
              label:
                | 'VOTE_CALL'
                | 'PRAISE_SUPPORT'
                | 'ATTACK'
                | 'ENGAGE'
                | 'PHOTO_SYMBOL'
                | 'PROPS'
                | 'ATTEND'
                | 'TEAM_ROLE'
                | 'PARTY_MEMBER'
                | 'SELF_CANDIDACY'
                | 'MOBILISE'
                | 'STATE_FACILITY'
                | 'NONE';
              may: {
                claim: boolean;
                decide: boolean;
                forward: boolean;
              };
              number: string;
              opinions: {
                acts: string[];
                /** Format: date-time */
                at: string;
                by: string | null;
                exemption: string | null;
                /** @enum {string} */
                finding: 'plausible' | 'not_a_violation' | 'needs_second';
                mine: boolean;
                reason: string | null;
              }[];
              /** @enum {string} */
              phase: 'OFF' | 'PRE' | 'SET' | 'CAMP' | 'QUIET' | 'VOTE' | 'POST';
              post: {
                /** Format: date-time */
                captured_at: string;
                kind: string;
                label: string;
                media: {
                  alt: string | null;
                  ocr_text: string | null;
                }[];
                other_versions: number;
                platform: string;
                sha256: string;
                shared_text: string | null;
                text: string;
                url: string | null;
                version_id: number;
              };
              /** Format: date-time */
              posted_at: string;
              priority: number | null;
              region: string;
              region_name: string | null;
              register: string;
              revision: number;
              ruleset: string;
              score: number | null;
              spans: {
                end: number;
                field: string;
                kind: string;
                rule: string;
                start: number;
                weight: number | null;
              }[];
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
              subject: {
                agency: string;
                employment_status: string;
                name: string;
                nip: string;
                opd: string | null;
              } | null;
              suggested: {
                acts: string[];
                exemption: string | null;
              };
              timeline: {
                /** Format: date-time */
                at: string;
                by: string | null;
                type: string;
              }[];
              versions: {
                /** Format: date-time */
                captured_at: string;
                kind: string;
                label: string;
                media: {
                  alt: string | null;
                  ocr_text: string | null;
                }[];
                platform: string;
                sha256: string;
                shared_text: string | null;
                spans: {
                  end: number;
                  field: string;
                  kind: string;
                  rule: string;
                  start: number;
                  weight: number | null;
                }[];
                text: string;
                url: string | null;
                version_id: number;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}/claim': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Claim a case for ten minutes */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: number;
              /** Format: date-time */
              lease_until: string;
              revision: number;
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}/forward': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Forward a confirmed case by the direct route (phase PRE) */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The ETag of the case that was read */
          'if-match'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              deliveries: number;
              id: number;
              revision: number;
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}/heartbeat': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Keep a lease for ten more minutes */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: number;
              /** Format: date-time */
              lease_until: string;
              revision: number;
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}/opinions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Seal an opinion; others read it only once the quorum is reached */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The ETag of the case that was read */
          'if-match'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @default [] */
            acts?: string[];
            exemption?: string;
            /** @enum {string} */
            finding: 'plausible' | 'not_a_violation' | 'needs_second';
            reason?: string;
          };
        };
      };
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: number;
              revision: number;
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
              waiting_for: ('second' | 'third') | null;
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{id}/release': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a case go */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: number;
              revision: number;
              /** @enum {string} */
              state:
                | 'FLAGGED'
                | 'IN_REVIEW'
                | 'DISMISSED'
                | 'CONFIRMED'
                | 'EXPIRED'
                | 'FINDING'
                | 'REGISTERED'
                | 'CLARIFICATION'
                | 'NOT_PROVEN'
                | 'FORWARDED'
                | 'CRIMINAL_TRACK'
                | 'PPK_EXAM'
                | 'DECIDED'
                | 'APPEALED'
                | 'WITHDRAWN'
                | 'CLOSED';
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/counts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many, by state, label and band */
    get: {
      parameters: {
        query?: {
          band?: 'flag' | 'review';
          contest?: string;
          direction?: 'SUPPORT' | 'ATTACK';
          holder?: 'mine' | 'free';
          label?:
            | 'VOTE_CALL'
            | 'PRAISE_SUPPORT'
            | 'ATTACK'
            | 'ENGAGE'
            | 'PHOTO_SYMBOL'
            | 'PROPS'
            | 'ATTEND'
            | 'TEAM_ROLE'
            | 'PARTY_MEMBER'
            | 'SELF_CANDIDACY'
            | 'MOBILISE'
            | 'STATE_FACILITY'
            | 'NONE';
          newer_than_hours?: number;
          older_than_hours?: number;
          phase?: 'OFF' | 'PRE' | 'SET' | 'CAMP' | 'QUIET' | 'VOTE' | 'POST';
          region?: string;
          /** @description One or more states, separated by commas */
          state?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              by_band: {
                [key: string]: number;
              };
              by_label: {
                [key: string]: number;
              };
              by_state: {
                [key: string]: number;
              };
              free: number;
              mine: number;
              total: number;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/next': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Claim the most urgent free case */
    post: {
      parameters: {
        query?: never;
        header?: {
          /** @description A fresh random key for each new request */
          'idempotency-key'?: string;
          /** @description The `csrf` of the session */
          'x-csrf-token'?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            band?: 'flag' | 'review';
            /** @enum {string} */
            label?:
              | 'VOTE_CALL'
              | 'PRAISE_SUPPORT'
              | 'ATTACK'
              | 'ENGAGE'
              | 'PHOTO_SYMBOL'
              | 'PROPS'
              | 'ATTEND'
              | 'TEAM_ROLE'
              | 'PARTY_MEMBER'
              | 'SELF_CANDIDACY'
              | 'MOBILISE'
              | 'STATE_FACILITY'
              | 'NONE';
            region?: string;
          } | null;
        };
      };
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              case: {
                id: number;
                /** Format: date-time */
                lease_until: string;
                revision: number;
                /** @enum {string} */
                state:
                  | 'FLAGGED'
                  | 'IN_REVIEW'
                  | 'DISMISSED'
                  | 'CONFIRMED'
                  | 'EXPIRED'
                  | 'FINDING'
                  | 'REGISTERED'
                  | 'CLARIFICATION'
                  | 'NOT_PROVEN'
                  | 'FORWARDED'
                  | 'CRIMINAL_TRACK'
                  | 'PPK_EXAM'
                  | 'DECIDED'
                  | 'APPEALED'
                  | 'WITHDRAWN'
                  | 'CLOSED';
              } | null;
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/contests/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A contest and its contestants, from the latest register */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              contestants: {
                ballot_number: number | null;
                id: string;
                kind: string;
                name: string;
              }[];
              election: string;
              id: string;
              name: string;
              region: string;
              register: string;
              type: string;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The latest imports */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              data: {
                bytes_done: number;
                bytes_total: number;
                counts: {
                  [key: string]: unknown;
                };
                file_name: string;
                finished_at: string | null;
                id: string;
                imported_by: string;
                kind: string;
                lines_done: number;
                /** Format: date-time */
                started_at: string;
                status: string;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who I am */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              csrf: string;
              display_name: string;
              /** Format: date-time */
              expires_at: string;
              roles: {
                region: string;
                region_name: string | null;
                /** @enum {string} */
                role:
                  | 'analyst'
                  | 'second_reviewer'
                  | 'commissioner'
                  | 'handling_officer'
                  | 'personnel_office'
                  | 'stats_reader'
                  | 'register_admin'
                  | 'rules_author'
                  | 'rules_approver'
                  | 'auditor'
                  | 'system_admin';
              }[];
              user_id: number;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/regions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Provinces, regencies and cities */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              data: {
                code: string;
                level: number;
                name: string;
                parent: string | null;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/register': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Register versions and their parts */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              versions: {
                name: string;
                parts: {
                  counts: {
                    [key: string]: number;
                  };
                  imported_at: string;
                  key: string;
                  label: string;
                  source: string;
                }[];
                /** Format: date-time */
                published_at: string;
                published_by: string;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            password: string;
            username: string;
          };
        };
      };
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              csrf: string;
              display_name: string;
              /** Format: date-time */
              expires_at: string;
              roles: {
                region: string;
                region_name: string | null;
                /** @enum {string} */
                role:
                  | 'analyst'
                  | 'second_reviewer'
                  | 'commissioner'
                  | 'handling_officer'
                  | 'personnel_office'
                  | 'stats_reader'
                  | 'register_admin'
                  | 'rules_author'
                  | 'rules_approver'
                  | 'auditor'
                  | 'system_admin';
              }[];
              user_id: number;
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions/current': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign out; releases what you hold */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Sources, their policy and state */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              data: {
                connector: string;
                enabled: boolean;
                failing: number;
                id: number;
                last_error: string | null;
                name: string;
                policy: unknown;
                polled_at: string | null;
                quarantined: number;
                units: number;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/stats/cases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Cases by region, label, state or day */
    get: {
      parameters: {
        query?: {
          /** @description One or two of region, label, state, day */
          by?: string;
          from?: string;
          level?: 'province' | 'regency';
          region?: string;
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @enum {string} */
              audience: 'public' | 'deciders';
              by: ('region' | 'label' | 'state' | 'day')[];
              cells: {
                cases: number | null;
                day?: string;
                label?: string;
                region?: string;
                region_name?: string | null;
                state?: string;
                suppressed: boolean;
              }[];
              level: string;
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/vocabulary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Act codes and exemption reasons */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Default Response */
        '4XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        '5XX': {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              code: string;
              detail: string;
              errors?: {
                message: string;
                path: string;
              }[];
              status: number;
              title: string;
              type: string;
            };
          };
        };
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              acts: {
                classes: string[];
                code: string;
                gloss: string;
                name: string;
                phases: string[];
                source: string;
              }[];
              exemptions: {
                code: string;
                grey: boolean;
                name: string;
              }[];
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: never;
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
