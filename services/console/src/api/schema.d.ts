/** Written by `npm run types` from the OpenAPI document. Do not edit. */
export interface paths {
    "/livez": {
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
                        "application/json": {
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
    "/readyz": {
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
                        "application/json": {
                            parts: {
                                [key: string]: "up" | "down";
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
                        "application/json": {
                            parts: {
                                [key: string]: "up" | "down";
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
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of my regions, by id: whose, on which legal basis, and when they were looked at last */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description How a name or a handle begins */
                    q?: string;
                    state?: "active" | "no_basis" | "unverified" | "ended";
                };
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
                        "application/json": {
                            data: {
                                agency: string;
                                basis_law: string;
                                basis_ref: string;
                                basis_until: string | null;
                                /** @enum {string} */
                                employment_status: "PNS" | "CPNS" | "PPPK" | "PPPK_PARUH_WAKTU" | "NON_ASN";
                                ended_at: string | null;
                                handle: string;
                                has_basis: boolean;
                                id: number;
                                last_error: string | null;
                                name: string;
                                /** @description Its last digits; the rest is covered */
                                nip: string;
                                platform: string;
                                polled_at: string | null;
                                region: string;
                                verified_at: string | null;
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
    "/v1/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cohen's kappa of blind readers, by label, region and pair */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                };
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
                        "application/json": {
                            by_label: {
                                agreed: number;
                                expected: number | null;
                                kappa: number | null;
                                /** @enum {string} */
                                label: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                                n: number;
                                observed: number | null;
                            }[];
                            by_pair: {
                                agreed: number;
                                expected: number | null;
                                kappa: number | null;
                                n: number;
                                observed: number | null;
                                readers: {
                                    id: number;
                                    name: string | null;
                                }[];
                            }[];
                            by_region: {
                                agreed: number;
                                expected: number | null;
                                kappa: number | null;
                                n: number;
                                observed: number | null;
                                region: string;
                            }[];
                            overall: {
                                agreed: number;
                                expected: number | null;
                                kappa: number | null;
                                n: number;
                                observed: number | null;
                            };
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
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of my region, by id */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
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
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                created_at: string;
                                expires_at: string | null;
                                family: number;
                                id: number;
                                last_used_at: string | null;
                                name: string;
                                per_minute: number;
                                region: string;
                                revoked_at: string | null;
                                scopes: string[];
                                /** @description The last characters of the key */
                                tail: string;
                            }[];
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** A new key */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 365 */
                        days?: number;
                        name: string;
                        /** @default 600 */
                        per_minute?: number;
                        region: string;
                        scopes: ("statistics:read" | "vocabulary:read")[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: {
                                /** Format: date-time */
                                created_at: string;
                                expires_at: string | null;
                                family: number;
                                id: number;
                                last_used_at: string | null;
                                name: string;
                                per_minute: number;
                                region: string;
                                revoked_at: string | null;
                                scopes: string[];
                                /** @description The last characters of the key */
                                tail: string;
                            };
                            /** @description Shown once; null in a repeated answer */
                            secret: string | null;
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
    "/v1/api-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a key at once */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            expires_at: string | null;
                            family: number;
                            id: number;
                            last_used_at: string | null;
                            name: string;
                            per_minute: number;
                            region: string;
                            revoked_at: string | null;
                            scopes: string[];
                            /** @description The last characters of the key */
                            tail: string;
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
    "/v1/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A successor; both work for the overlap */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 365 */
                        days?: number;
                        /** @default 72 */
                        overlap_hours?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: {
                                /** Format: date-time */
                                created_at: string;
                                expires_at: string | null;
                                family: number;
                                id: number;
                                last_used_at: string | null;
                                name: string;
                                per_minute: number;
                                region: string;
                                revoked_at: string | null;
                                scopes: string[];
                                /** @description The last characters of the key */
                                tail: string;
                            };
                            /** @description Shown once; null in a repeated answer */
                            secret: string | null;
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
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did, saw and was refused what, newest first */
        get: {
            parameters: {
                query?: {
                    action?: string;
                    actor?: number;
                    cursor?: string;
                    from?: string;
                    limit?: number;
                    object?: string;
                    object_id?: string;
                    to?: string;
                };
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
                        "application/json": {
                            data: {
                                action: string;
                                actor: number | null;
                                /** Format: date-time */
                                at: string;
                                data: {
                                    [key: string]: unknown;
                                };
                                hash: string;
                                id: number;
                                object: string;
                                object_id: string;
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
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same rows under the same filter as CSV, at most 10000 */
        get: {
            parameters: {
                query?: {
                    action?: string;
                    actor?: number;
                    from?: string;
                    object?: string;
                    object_id?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description text/csv */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
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
    "/v1/audit/roots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed end of each day of the log, newest first */
        get: {
            parameters: {
                query?: {
                    before?: string;
                    limit?: number;
                };
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
                        "application/json": {
                            data: {
                                day: string;
                                key_id: string;
                                last_id: number;
                                public_key: string;
                                /** @description ed25519 over the statement, base64 */
                                signature: string;
                                /** Format: date-time */
                                signed_at: string;
                                stamped_at: string | null;
                                /** @description What was signed: names the day, the last row, its hash, and the root before */
                                statement: string;
                                /** @description RFC 3161 time-stamp token over the signature, base64 */
                                token: string | null;
                            }[];
                            next_before: string | null;
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
    "/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups made of this database, newest first */
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
                        "application/json": {
                            data: {
                                bytes: number;
                                /** Format: date-time */
                                created_at: string;
                                file_name: string;
                                id: number;
                                made_by: string;
                                proven_at: string | null;
                                proven_by: string | null;
                                rows: number;
                                sha256: string;
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
    "/v1/case-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join confirmed cases of one person and contest into one file, or add them to theirs */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        case_ids: number[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: {
                                id: number;
                                revision: number;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                            }[];
                            contest: string;
                            due_at: string | null;
                            id: number;
                            region: string;
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
    "/v1/case-files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file and its cases */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: {
                                id: number;
                                revision: number;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                            }[];
                            contest: string;
                            due_at: string | null;
                            id: number;
                            region: string;
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
    "/v1/case-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nearly the same text by several people, under review */
        get: {
            parameters: {
                query?: {
                    contest?: string;
                    cursor?: string;
                    limit?: number;
                    region?: string;
                };
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
                        "application/json": {
                            data: {
                                cases: number;
                                contest: string | null;
                                excerpt: string;
                                /** Format: date-time */
                                first_flagged_at: string;
                                free: number;
                                id: number;
                                labels: string[];
                                /** Format: date-time */
                                last_flagged_at: string;
                                people: number;
                                regions: string[];
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
    "/v1/case-groups/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dismiss previewed posts together, all or none; a confirmation is refused */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        cases: {
                            id: number;
                            revision: number;
                        }[];
                        opinion: {
                            /** @default [] */
                            acts?: string[];
                            exemption?: string;
                            /** @enum {string} */
                            finding: "plausible" | "not_a_violation" | "needs_second";
                            reason?: string;
                        };
                        /** Format: uuid */
                        preview: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            decided: {
                                id: number;
                                revision: number;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                                waiting_for: ("second" | "third") | null;
                            }[];
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
    "/v1/case-groups/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The posts of a group side by side; needed before they are dismissed together */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: {
                                id: number;
                                label: string;
                                number: string;
                                phase: string;
                                platform: string;
                                /** Format: date-time */
                                posted_at: string;
                                region: string;
                                region_name: string | null;
                                revision: number;
                                shared_text: string | null;
                                text: string;
                            }[];
                            group: number;
                            left_out: {
                                id: number;
                                number: string;
                                /** @enum {string} */
                                why: "held" | "judged" | "conflict" | "beyond_limit";
                            }[];
                            /** Format: uuid */
                            preview: string;
                            /** Format: date-time */
                            valid_until: string;
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
    "/v1/case-marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases that a granted correction puts into question: to be looked at, reopened or withdrawn */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
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
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                at: string;
                                case_id: number;
                                id: number;
                                /** @enum {string} */
                                mark: "review" | "reopen" | "withdraw";
                                request_id: number;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases": {
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
                    band?: "flag" | "review";
                    contest?: string;
                    contestant?: string;
                    cursor?: string;
                    direction?: "SUPPORT" | "ATTACK";
                    due_before?: string;
                    election?: string;
                    /** @description First day of the flag, as the region of the case counts it */
                    flagged_from?: string;
                    /** @description Last day, inclusive */
                    flagged_to?: string;
                    /** @description A group of posts with nearly the same text */
                    group?: number;
                    /** @description `mine`, `free`, `held`, or the id of a colleague */
                    holder?: ("mine" | "free" | "held") | number;
                    /** @description One or more labels, separated by commas */
                    label?: string[];
                    limit?: number;
                    newer_than_hours?: number;
                    older_than_hours?: number;
                    /** @description One or more connectors, or `import`, separated by commas */
                    origin?: string[];
                    /** @description What became of it: still `open`, `upheld`, `refused`, `expired` */
                    outcome?: "open" | "upheld" | "refused" | "expired";
                    overdue?: boolean | ("true" | "false");
                    /** @description One or more phases, separated by commas */
                    phase?: string[];
                    /** @description Words of the post; only for those who decide */
                    q?: string;
                    /** @description `waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several` */
                    readers?: "waiting" | "several";
                    region?: string;
                    /** @description A rule that spoke in the case; the newest 1,000, only for those who decide */
                    rule?: string;
                    score_max?: number;
                    score_min?: number;
                    sort?: "priority" | "due";
                    /** @description One or more states, separated by commas */
                    state?: string[];
                };
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
                        "application/json": {
                            data: {
                                /** @enum {string} */
                                band: "flag" | "review";
                                contest: string | null;
                                contest_name: string | null;
                                contestant: string | null;
                                decided_at: string | null;
                                direction: ("SUPPORT" | "ATTACK") | null;
                                due_at: string | null;
                                election: string | null;
                                /** Format: date-time */
                                first_flagged_at: string;
                                forwarded_at: string | null;
                                group: {
                                    id: number;
                                    similar: number;
                                } | null;
                                holder: {
                                    mine: boolean;
                                    name: string | null;
                                    /** Format: date-time */
                                    until: string;
                                } | null;
                                id: number;
                                known_at: string | null;
                                /** @enum {string} */
                                label: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                                number: string;
                                origin: string;
                                /** @enum {string} */
                                phase: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
                                /** Format: date-time */
                                posted_at: string;
                                priority: number | null;
                                priority_reason: {
                                    age_factor: number;
                                    age_hours: number;
                                    band: number;
                                    certainty: number;
                                    deadline_factor: number;
                                    due_in_hours: number;
                                    phase: number;
                                    region_risk: number;
                                    severity: number;
                                    weight: number;
                                } | null;
                                region: string;
                                region_name: string | null;
                                revision: number;
                                score: number | null;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
                            allowed_actions: {
                                /** @enum {string} */
                                act: "claim" | "opinion" | "undo" | "identity" | "reopen" | "join" | "split" | "finding" | "register" | "summon" | "hear" | "state" | "attach" | "extend" | "not_proven" | "criminal_track" | "forward" | "answer" | "readdress" | "receive" | "ppk_summon" | "ppk_hear" | "decide" | "appeal" | "decide_appeal" | "close" | "withdraw" | "expire";
                                allowed: boolean;
                                code: string | null;
                                detail: string | null;
                            }[];
                            author: {
                                employment_status: string;
                                identity_verified: boolean | null;
                            };
                            /** @enum {string} */
                            band: "flag" | "review";
                            contest: string | null;
                            contest_name: string | null;
                            contestant: string | null;
                            contestants: {
                                ballot_number: number | null;
                                id: string;
                                kind: string;
                                name: string;
                                stance: string | null;
                            }[];
                            decided_at: string | null;
                            direction: ("SUPPORT" | "ATTACK") | null;
                            due_at: string | null;
                            election: string | null;
                            exemption: string | null;
                            /** Format: date-time */
                            first_flagged_at: string;
                            forwarded_at: string | null;
                            group: {
                                id: number;
                                similar: number;
                            } | null;
                            holder: {
                                mine: boolean;
                                name: string | null;
                                /** Format: date-time */
                                until: string;
                            } | null;
                            id: number;
                            known_at: string | null;
                            /** @enum {string} */
                            label: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
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
                                finding: "plausible" | "not_a_violation" | "needs_second";
                                mine: boolean;
                                reason: string | null;
                            }[];
                            origin: string;
                            /** @enum {string} */
                            phase: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
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
                            priority_reason: {
                                age_factor: number;
                                age_hours: number;
                                band: number;
                                certainty: number;
                                deadline_factor: number;
                                due_in_hours: number;
                                phase: number;
                                region_risk: number;
                                severity: number;
                                weight: number;
                            } | null;
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
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The office has taken note that the finding was withdrawn */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            acknowledged: number;
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
    "/v1/cases/{id}/alert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Route the alert of a forwarded case once more, after the table was mended */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            deliveries: number;
                            waits: string | null;
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
    "/v1/cases/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The office answers: not ours, moved, or the wrong person */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        answer: "not_ours" | "moved_to" | "wrong_person";
                        note: string;
                        to_agency?: string;
                        to_region?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An objection or appeal of the person is put on record */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date */
                        filed_on: string;
                        grounds: string;
                        /** @enum {string} */
                        kind: "keberatan" | "banding";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/appeal-decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The appeal is decided by somebody who did not touch the case */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date */
                        decided_on: string;
                        number: string;
                        /** @enum {string} */
                        result: "upheld" | "changed" | "annulled";
                        /** @enum {string} */
                        sanction: "NONE" | "ETIK" | "RINGAN" | "SEDANG" | "BERAT" | "PTDH" | "KONTRAK";
                        sanction_text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a paper: the file itself as the body, one of application/pdf, image/jpeg, image/png, image/webp, text/plain, audio/mpeg, audio/mp4, video/mp4, application/zip */
        post: {
            parameters: {
                query: {
                    file_name: string;
                    kind: "statement" | "evidence" | "minutes" | "decision" | "appeal" | "report" | "other";
                };
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            sha256: string;
                            size: number;
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
    "/v1/cases/{id}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A paper as it came; the reading is logged */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    attachment: number;
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: never;
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/break-lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Free a case that somebody else holds */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/claim": {
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
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            id: number;
                            /** Format: date-time */
                            lease_until: string;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** File the follow-up report; the retention clock starts */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        number?: string;
                        report: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/criminal-track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand the matter to Gakkumdu */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        letter_no?: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The decision of the appointing authority: one penalty, or none */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date */
                        decided_on: string;
                        number: string;
                        /** @enum {string} */
                        sanction: "NONE" | "ETIK" | "RINGAN" | "SEDANG" | "BERAT" | "PTDH" | "KONTRAK";
                        sanction_text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/escalation-letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prepare a letter to the province or to who oversees; nothing is sent */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        to: "province" | "oversight";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            addressee: string;
                            content: string;
                            id: number;
                            number: string | null;
                            /** Format: date-time */
                            prepared_at: string;
                            released_at: string | null;
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
    "/v1/cases/{id}/escalation-letter-release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A commissioner releases the prepared letter under its number */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        number: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            addressee: string;
                            content: string;
                            id: number;
                            number: string | null;
                            /** Format: date-time */
                            prepared_at: string;
                            released_at: string | null;
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
    "/v1/cases/{id}/escalation-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters about an office that does not act */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                addressee: string;
                                content: string;
                                id: number;
                                number: string | null;
                                /** Format: date-time */
                                prepared_at: string;
                                released_at: string | null;
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
    "/v1/cases/{id}/examination": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record the examination, a refusal or an absence */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        held_at?: string;
                        minutes?: string;
                        /** @enum {string} */
                        outcome: "held" | "refused" | "absent";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/examination-summons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Summon the person to the examination */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        place: string;
                        /** Format: date-time */
                        scheduled_at: string;
                        summons_no: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Extend the study once, because more evidence is needed */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/finding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The plenary fixes the matter as a finding, with Form A and Form B.2; numbers the file */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        form_a: {
                            [key: string]: string | number | boolean | null | string[];
                        };
                        form_b2: {
                            [key: string]: string | number | boolean | null | string[];
                        };
                        plenary_no: string;
                        /** Format: date */
                        plenary_on: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            finding_number: string;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forward to the personnel office: after a clarification, or directly in phase PRE */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        letter_no?: string;
                        recommendation?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveries: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/hearings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record that the person was heard, refused or did not come */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        held_at?: string;
                        minutes?: string;
                        /** @enum {string} */
                        outcome: "held" | "refused" | "absent";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/heartbeat": {
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
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            id: number;
                            /** Format: date-time */
                            lease_until: string;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the identity behind a case for a purpose; logged before it is answered */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        purpose: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            agency: string;
                            employment_status: string;
                            handle: string;
                            name: string;
                            nip: string;
                            opd: string | null;
                            platform: string;
                            url: string | null;
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
    "/v1/cases/{id}/legal-holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a case beyond its term; another person must confirm within three days */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The statute or order that asks for it */
                        legal_basis: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case_id: number;
                            confirmed_at: string | null;
                            id: number;
                            legal_basis: string;
                            lift_asked_at: string | null;
                            lift_reason: string | null;
                            lifted_at: string | null;
                            may: {
                                ask_lift: boolean;
                                confirm: boolean;
                                lift: boolean;
                            };
                            /** Format: date-time */
                            placed_at: string;
                            reason: string;
                            /** @enum {string} */
                            state: "placed" | "standing" | "lift_asked" | "lifted" | "lapsed";
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
    "/v1/cases/{id}/opinions": {
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
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default [] */
                        acts?: string[];
                        exemption?: string;
                        /** @enum {string} */
                        finding: "plausible" | "not_a_violation" | "needs_second";
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                            waiting_for: ("second" | "third") | null;
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
    "/v1/cases/{id}/other-posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Other flagged posts of the same person, latest flagged first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
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
                        "application/json": {
                            data: {
                                case: {
                                    file: number | null;
                                    id: number;
                                    joinable: boolean;
                                    number: string;
                                    /** @enum {string} */
                                    state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                                } | null;
                                excerpt: string;
                                label: string;
                                phase: string;
                                platform: string;
                                /** Format: date-time */
                                posted_at: string;
                                /** @enum {string} */
                                standing: "under_review" | "confirmed" | "not_a_violation" | "lapsed";
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
    "/v1/cases/{id}/packets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Packets of a case, newest first */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                case_id: number;
                                expires_at: string | null;
                                id: number;
                                may: {
                                    fetch: boolean;
                                    release: boolean;
                                };
                                reason: string;
                                recipient: string;
                                released_at: string | null;
                                released_by: string | null;
                                /** Format: date-time */
                                requested_at: string;
                                requested_by: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /** Ask for a packet of a confirmed case; another person must release it */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Why it is handed out */
                        reason: string;
                        /** @description Who will receive it, such as the name of an office */
                        recipient: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case_id: number;
                            expires_at: string | null;
                            id: number;
                            may: {
                                fetch: boolean;
                                release: boolean;
                            };
                            reason: string;
                            recipient: string;
                            released_at: string | null;
                            released_by: string | null;
                            /** Format: date-time */
                            requested_at: string;
                            requested_by: string | null;
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
    "/v1/cases/{id}/proceedings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finding, hearings, records and papers of a case, and what the caller may do now */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            allowed_actions: {
                                /** @enum {string} */
                                act: "claim" | "opinion" | "undo" | "identity" | "reopen" | "join" | "split" | "finding" | "register" | "summon" | "hear" | "state" | "attach" | "extend" | "not_proven" | "criminal_track" | "forward" | "answer" | "readdress" | "receive" | "ppk_summon" | "ppk_hear" | "decide" | "appeal" | "decide_appeal" | "close" | "withdraw" | "expire";
                                allowed: boolean;
                                code: string | null;
                                detail: string | null;
                            }[];
                            attachments: {
                                /** Format: date-time */
                                at: string;
                                by_person_concerned: boolean;
                                file_name: string;
                                id: number;
                                /** @enum {string} */
                                kind: "statement" | "evidence" | "minutes" | "decision" | "appeal" | "report" | "other";
                                media_type: string;
                                sha256: string;
                                size: number;
                                /** @enum {string} */
                                stage: "BAWASLU" | "PPK";
                            }[];
                            due_at: string | null;
                            file: {
                                case_ids: number[];
                                id: number;
                            } | null;
                            finding: {
                                /** Format: date-time */
                                decided_at: string;
                                form_a: {
                                    [key: string]: unknown;
                                };
                                form_b2: {
                                    [key: string]: unknown;
                                };
                                number: string;
                                plenary_no: string;
                                plenary_on: string;
                            } | null;
                            hearings: {
                                held_at: string | null;
                                id: number;
                                minutes: string | null;
                                outcome: ("held" | "refused" | "absent") | null;
                                place: string;
                                /** Format: date-time */
                                scheduled_at: string;
                                /** @enum {string} */
                                stage: "BAWASLU" | "PPK";
                                /** Format: date-time */
                                summoned_at: string;
                                summons_no: string;
                            }[];
                            id: number;
                            outcome: string | null;
                            overdue_at: string | null;
                            recipient_question: string | null;
                            records: {
                                /** Format: date-time */
                                at: string;
                                by: string | null;
                                by_person_concerned: boolean;
                                content: {
                                    [key: string]: unknown;
                                };
                                id: number;
                                kind: string;
                                /** @enum {string} */
                                stage: "BAWASLU" | "PPK";
                            }[];
                            round: number;
                            sanction: string | null;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/readdress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer an office that asked whose person this is: another region, or the same office again */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        to_region?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveries: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The office has received the recommendation */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        number: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a finding */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            registration_number: string;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/release": {
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
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a decided case again: a new fact or an error, by somebody who did not decide it */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        ground: "new_fact" | "error";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a case out of its file; it goes on by itself */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            file: {
                                cases: {
                                    id: number;
                                    revision: number;
                                    /** @enum {string} */
                                    state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                                }[];
                                contest: string;
                                due_at: string | null;
                                id: number;
                                region: string;
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
    "/v1/cases/{id}/statement-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the link that is printed with a summons; an earlier one ends */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            address?: string;
                            code?: string;
                            /** Format: date-time */
                            expires_at: string;
                            id: number;
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
    "/v1/cases/{id}/statement-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links made for a case, newest first */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                expires_at: string;
                                id: number;
                                opened_at: string | null;
                                /** @enum {string} */
                                state: "open" | "locked" | "expired" | "answered" | "refused" | "revoked";
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
    "/v1/cases/{id}/statement-of-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a case was confirmed or dismissed, in Indonesian, without a name */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case_number: string;
                            sections: {
                                heading: string;
                                paragraphs: string[];
                            }[];
                            text: string;
                            title: string;
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
    "/v1/cases/{id}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a statement of the person on record */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/study": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The study finds nothing proven */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        /** @enum {string} */
                        result: "not_proven";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/summons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Summon the person to be heard at Bawaslu */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        place: string;
                        /** Format: date-time */
                        scheduled_at: string;
                        summons_no: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the own opinion back: within ten minutes, before anyone else acts */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a finding; a retraction goes to everyone who received the alert */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveries: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/cases/counts": {
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
                    band?: "flag" | "review";
                    contest?: string;
                    contestant?: string;
                    direction?: "SUPPORT" | "ATTACK";
                    due_before?: string;
                    election?: string;
                    /** @description First day of the flag, as the region of the case counts it */
                    flagged_from?: string;
                    /** @description Last day, inclusive */
                    flagged_to?: string;
                    /** @description A group of posts with nearly the same text */
                    group?: number;
                    /** @description `mine`, `free`, `held`, or the id of a colleague */
                    holder?: ("mine" | "free" | "held") | number;
                    /** @description One or more labels, separated by commas */
                    label?: string[];
                    newer_than_hours?: number;
                    older_than_hours?: number;
                    /** @description One or more connectors, or `import`, separated by commas */
                    origin?: string[];
                    /** @description What became of it: still `open`, `upheld`, `refused`, `expired` */
                    outcome?: "open" | "upheld" | "refused" | "expired";
                    overdue?: boolean | ("true" | "false");
                    /** @description One or more phases, separated by commas */
                    phase?: string[];
                    /** @description Words of the post; only for those who decide */
                    q?: string;
                    /** @description `waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several` */
                    readers?: "waiting" | "several";
                    region?: string;
                    /** @description A rule that spoke in the case; the newest 1,000, only for those who decide */
                    rule?: string;
                    score_max?: number;
                    score_min?: number;
                    /** @description One or more states, separated by commas */
                    state?: string[];
                };
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
                        "application/json": {
                            by_band: {
                                [key: string]: number;
                            };
                            by_label: {
                                [key: string]: number;
                            };
                            by_state: {
                                [key: string]: number;
                            };
                            capped: boolean;
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
    "/v1/cases/next": {
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
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        band?: "flag" | "review";
                        contest?: string;
                        contestant?: string;
                        /** @enum {string} */
                        direction?: "SUPPORT" | "ATTACK";
                        /** Format: date-time */
                        due_before?: string;
                        election?: string;
                        /**
                         * Format: date
                         * @description First day of the flag, as the region of the case counts it
                         */
                        flagged_from?: string;
                        /**
                         * Format: date
                         * @description Last day, inclusive
                         */
                        flagged_to?: string;
                        /** @description A group of posts with nearly the same text */
                        group?: number;
                        /** @description `mine`, `free`, `held`, or the id of a colleague */
                        holder?: ("mine" | "free" | "held") | number;
                        /** @description One or more labels, separated by commas */
                        label?: string[];
                        newer_than_hours?: number;
                        older_than_hours?: number;
                        /** @description One or more connectors, or `import`, separated by commas */
                        origin?: string[];
                        /**
                         * @description What became of it: still `open`, `upheld`, `refused`, `expired`
                         * @enum {string}
                         */
                        outcome?: "open" | "upheld" | "refused" | "expired";
                        overdue?: boolean | ("true" | "false");
                        /** @description One or more phases, separated by commas */
                        phase?: string[];
                        /** @description Words of the post; only for those who decide */
                        q?: string;
                        /**
                         * @description `waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several`
                         * @enum {string}
                         */
                        readers?: "waiting" | "several";
                        region?: string;
                        /** @description A rule that spoke in the case; the newest 1,000, only for those who decide */
                        rule?: string;
                        score_max?: number;
                        score_min?: number;
                        /** @description One or more states, separated by commas */
                        state?: string[];
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                id: number;
                                /** Format: date-time */
                                lease_until: string;
                                revision: number;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
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
    "/v1/contests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contests of the latest register, by id */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    q?: string;
                    region?: string;
                    type?: "GOVERNOR" | "REGENT" | "MAYOR" | "PRESIDENT" | "LEGISLATIVE";
                };
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
                        "application/json": {
                            data: {
                                contestants: number;
                                election: string;
                                id: string;
                                name: string;
                                region: string;
                                region_name: string | null;
                                type: string;
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
    "/v1/contests/{id}": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
    "/v1/contests/{id}/contestants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contestants in the order of the ballot, with names, slogans and hashtags */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                accounts: string[];
                                aliases: string[];
                                ballot_number: number | null;
                                hashtags: string[];
                                id: string;
                                kind: string;
                                parties: string[];
                                people: {
                                    incumbent: boolean;
                                    name: string;
                                    nicknames: string[];
                                    role: string | null;
                                }[];
                                slogans: string[];
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
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live updates (text/event-stream): `cases` {changed: [{id, revision, region, state, holder}]}, `counts`, `refetch` (something was missed: read again), `ready` */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description An endless stream of events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
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
    "/v1/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forwarded cases: who was told, what is late, what waits for somebody */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    show?: "open" | "overdue" | "waiting" | "all";
                };
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
                        "application/json": {
                            data: {
                                case_id: number;
                                case_number: string;
                                deliveries: {
                                    dead: number;
                                    told: number;
                                    unacknowledged: number;
                                    underway: number;
                                };
                                due_at: string | null;
                                /** Format: date-time */
                                forwarded_at: string;
                                letter: ("prepared" | "released") | null;
                                overdue_at: string | null;
                                recipient_question: string | null;
                                region: string;
                                region_name: string | null;
                                sanction: string | null;
                                /** @enum {string} */
                                state: "FLAGGED" | "IN_REVIEW" | "DISMISSED" | "CONFIRMED" | "EXPIRED" | "FINDING" | "REGISTERED" | "CLARIFICATION" | "NOT_PROVEN" | "FORWARDED" | "CRIMINAL_TRACK" | "PPK_EXAM" | "DECIDED" | "APPEALED" | "WITHDRAWN" | "CLOSED";
                                /** @description Why no office is told; only the house sees it */
                                waits: ("no_recipient" | "conflict_of_interest") | null;
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
    "/v1/follow-up/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of what was forwarded came back with a decision */
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
                        "application/json": {
                            decided: number;
                            forwarded: number;
                            overdue: number;
                            /** @description decided / forwarded; null when nothing was forwarded */
                            rate: number | null;
                            received: number;
                            sanctioned: number;
                            waiting: number;
                            withdrawn: number;
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
    "/v1/imports": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
    "/v1/leases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds which case; no more of it */
        get: {
            parameters: {
                query?: {
                    after?: number;
                };
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
                        "application/json": {
                            data: {
                                case_id: number;
                                holder: {
                                    id: number;
                                    name: string | null;
                                };
                                /** Format: date-time */
                                lease_until: string;
                                region: string;
                            }[];
                            next_after: number | null;
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
    "/v1/legal-holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Legal holds, newest first */
        get: {
            parameters: {
                query?: {
                    case?: number;
                    cursor?: string;
                    limit?: number;
                    /** @description Only those that are not lifted */
                    standing?: "true" | "false";
                };
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
                        "application/json": {
                            data: {
                                case_id: number;
                                confirmed_at: string | null;
                                id: number;
                                legal_basis: string;
                                lift_asked_at: string | null;
                                lift_reason: string | null;
                                lifted_at: string | null;
                                may: {
                                    ask_lift: boolean;
                                    confirm: boolean;
                                    lift: boolean;
                                };
                                /** Format: date-time */
                                placed_at: string;
                                reason: string;
                                /** @enum {string} */
                                state: "placed" | "standing" | "lift_asked" | "lifted" | "lapsed";
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
    "/v1/legal-holds/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a hold that another person placed */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            case_id: number;
                            confirmed_at: string | null;
                            id: number;
                            legal_basis: string;
                            lift_asked_at: string | null;
                            lift_reason: string | null;
                            lifted_at: string | null;
                            may: {
                                ask_lift: boolean;
                                confirm: boolean;
                                lift: boolean;
                            };
                            /** Format: date-time */
                            placed_at: string;
                            reason: string;
                            /** @enum {string} */
                            state: "placed" | "standing" | "lift_asked" | "lifted" | "lapsed";
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
    "/v1/legal-holds/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift a hold, as another person than who asked */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            case_id: number;
                            confirmed_at: string | null;
                            id: number;
                            legal_basis: string;
                            lift_asked_at: string | null;
                            lift_reason: string | null;
                            lifted_at: string | null;
                            may: {
                                ask_lift: boolean;
                                confirm: boolean;
                                lift: boolean;
                            };
                            /** Format: date-time */
                            placed_at: string;
                            reason: string;
                            /** @enum {string} */
                            state: "placed" | "standing" | "lift_asked" | "lifted" | "lapsed";
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
    "/v1/legal-holds/{id}/lift-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a hold to be lifted */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case_id: number;
                            confirmed_at: string | null;
                            id: number;
                            legal_basis: string;
                            lift_asked_at: string | null;
                            lift_reason: string | null;
                            lifted_at: string | null;
                            may: {
                                ask_lift: boolean;
                                confirm: boolean;
                                lift: boolean;
                            };
                            /** Format: date-time */
                            placed_at: string;
                            reason: string;
                            /** @enum {string} */
                            state: "placed" | "standing" | "lift_asked" | "lifted" | "lapsed";
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
    "/v1/lexicons/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list of words that are no rule by themselves */
        get: {
            parameters: {
                query?: {
                    /** @description The `next_cursor` of the page before */
                    cursor?: string;
                    limit?: number;
                    q?: string;
                };
                header?: never;
                path: {
                    name: "spelling" | "number" | "gesture" | "party" | "two_meanings";
                };
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
                        "application/json": {
                            data: {
                                entry: string;
                                variants: string[];
                            }[];
                            next_cursor: string | null;
                            ruleset: string | null;
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
    "/v1/me": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf: string;
                            display_name: string;
                            /** Format: date-time */
                            expires_at: string;
                            /** @enum {string} */
                            method: "password" | "oidc";
                            must_change_password: boolean;
                            roles: {
                                region: string;
                                region_name: string | null;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            }[];
                            second_factor: {
                                /** @description A role of yours needs it: until then only your own account is open */
                                missing: boolean;
                                /** @description This session has passed it */
                                passed: boolean;
                                /** @description The account has one */
                                set: boolean;
                            };
                            session_id: string;
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
    "/v1/me/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own declared conflicts of interest */
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
                        "application/json": {
                            data: {
                                agency: string | null;
                                /** Format: date-time */
                                declared_at: string;
                                id: number;
                                kind: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /** Declare a former agency or kin; their cases are no longer offered */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        agency: string;
                        /** @enum {string} */
                        kind: "agency";
                    } | {
                        /** @enum {string} */
                        kind: "kin";
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
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
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose another password; ends all other sessions */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        current: string;
                        new: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf: string;
                            display_name: string;
                            /** Format: date-time */
                            expires_at: string;
                            /** @enum {string} */
                            method: "password" | "oidc";
                            must_change_password: boolean;
                            roles: {
                                region: string;
                                region_name: string | null;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            }[];
                            second_factor: {
                                /** @description A role of yours needs it: until then only your own account is open */
                                missing: boolean;
                                /** @description This session has passed it */
                                passed: boolean;
                                /** @description The account has one */
                                set: boolean;
                            };
                            session_id: string;
                            user_id: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** New recovery codes; the old ones end */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            me: {
                                csrf: string;
                                display_name: string;
                                /** Format: date-time */
                                expires_at: string;
                                /** @enum {string} */
                                method: "password" | "oidc";
                                must_change_password: boolean;
                                roles: {
                                    region: string;
                                    region_name: string | null;
                                    /** @enum {string} */
                                    role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                }[];
                                second_factor: {
                                    /** @description A role of yours needs it: until then only your own account is open */
                                    missing: boolean;
                                    /** @description This session has passed it */
                                    passed: boolean;
                                    /** @description The account has one */
                                    set: boolean;
                                };
                                session_id: string;
                                user_id: number;
                            };
                            recovery_codes: string[];
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is one set, and how many recovery codes are left */
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
                        "application/json": {
                            recovery_codes_left: number;
                            set: boolean;
                        };
                    };
                };
            };
        };
        /** Begin: a new secret, which counts once a code of it was confirmed */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secret: string;
                            /** @description otpauth:// for a QR code */
                            uri: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove the second factor, with a code of it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf: string;
                            display_name: string;
                            /** Format: date-time */
                            expires_at: string;
                            /** @enum {string} */
                            method: "password" | "oidc";
                            must_change_password: boolean;
                            roles: {
                                region: string;
                                region_name: string | null;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            }[];
                            second_factor: {
                                /** @description A role of yours needs it: until then only your own account is open */
                                missing: boolean;
                                /** @description This session has passed it */
                                passed: boolean;
                                /** @description The account has one */
                                set: boolean;
                            };
                            session_id: string;
                            user_id: number;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/second-factor/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The first code of the new secret; answers with recovery codes, and the session gets a new token */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            me: {
                                csrf: string;
                                display_name: string;
                                /** Format: date-time */
                                expires_at: string;
                                /** @enum {string} */
                                method: "password" | "oidc";
                                must_change_password: boolean;
                                roles: {
                                    region: string;
                                    region_name: string | null;
                                    /** @enum {string} */
                                    role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                }[];
                                second_factor: {
                                    /** @description A role of yours needs it: until then only your own account is open */
                                    missing: boolean;
                                    /** @description This session has passed it */
                                    passed: boolean;
                                    /** @description The account has one */
                                    set: boolean;
                                };
                                session_id: string;
                                user_id: number;
                            };
                            recovery_codes: string[];
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in */
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
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                created_at: string;
                                current: boolean;
                                /** Format: date-time */
                                expires_at: string;
                                id: string;
                                /** Format: date-time */
                                last_seen_at: string;
                                method: string;
                                user_agent: string | null;
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
    "/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions */
        delete: {
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
    "/v1/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Back from the identity provider */
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
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
    "/v1/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the identity provider; `account` names one of several accounts */
        get: {
            parameters: {
                query?: {
                    account?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flags, decisions, agreement and ageing, by region and over time */
        get: {
            parameters: {
                query: {
                    contest?: string;
                    election?: string;
                    /** @description First day of the flag, as the region of the case counts it */
                    from: string;
                    label?: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                    phase?: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
                    region?: string;
                    /** @description Periods of more than half a year come in weeks */
                    step?: "day" | "week";
                    /** @description Last day, inclusive */
                    to: string;
                };
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
                        "application/json": {
                            ages: {
                                cases: number;
                                from_hours: number;
                                overdue: number;
                                to_hours: number | null;
                            }[];
                            agreement: {
                                agreed: number;
                                by_label: {
                                    agreed: number;
                                    high: number | null;
                                    kappa: number | null;
                                    label: string;
                                    low: number | null;
                                    n: number;
                                }[];
                                high: number | null;
                                kappa: number | null;
                                low: number | null;
                                n: number;
                            };
                            contests: {
                                cases: number;
                                id: string;
                                name: string | null;
                            }[];
                            coverage: {
                                people: number;
                                regencies: number;
                                watched: number;
                            };
                            elections: {
                                cases: number;
                                id: string;
                                name: string | null;
                                stages: {
                                    from: string;
                                    stage: string;
                                    to: string;
                                }[];
                            }[];
                            from: string;
                            labels: {
                                expired: number;
                                label: string;
                                open: number;
                                refused: number;
                                upheld: number;
                                upheld_share: {
                                    high: number | null;
                                    low: number | null;
                                    n: number;
                                    share: number | null;
                                };
                            }[];
                            /** @enum {string} */
                            region_level: "province" | "regency";
                            regions: {
                                expired: number;
                                name: string;
                                open: number;
                                people: number;
                                rate: number | null;
                                refused: number;
                                region: string;
                                /** @enum {string} */
                                state: "value" | "suppressed" | "not_looked_at" | "none";
                                upheld: number;
                            }[];
                            /** @enum {string} */
                            step: "day" | "week";
                            times: {
                                at: string;
                                expired: number;
                                open: number;
                                refused: number;
                                upheld: number;
                            }[];
                            to: string;
                            total: {
                                expired: number;
                                open: number;
                                refused: number;
                                upheld: number;
                            };
                            upheld: {
                                high: number | null;
                                low: number | null;
                                n: number;
                                share: number | null;
                            };
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
    "/v1/overview/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contestants of one contest beside each other, in the order of the ballot */
        get: {
            parameters: {
                query: {
                    contest: string;
                    election?: string;
                    /** @description First day of the flag, as the region of the case counts it */
                    from: string;
                    label?: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                    phase?: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
                    region?: string;
                    /** @description Last day, inclusive */
                    to: string;
                };
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
                        "application/json": {
                            contest: string;
                            rows: {
                                attack: number;
                                ballot_number: number | null;
                                contestant: string | null;
                                expired: number;
                                name: string | null;
                                of_flags: {
                                    high: number | null;
                                    low: number | null;
                                    n: number;
                                    share: number | null;
                                };
                                open: number;
                                refused: number;
                                support: number;
                                upheld: number;
                                upheld_share: {
                                    high: number | null;
                                    low: number | null;
                                    n: number;
                                    share: number | null;
                                };
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
    "/v1/overview/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One figure of the overview as CSV, under the same filter */
        get: {
            parameters: {
                query: {
                    contest?: string;
                    election?: string;
                    figure: "cases" | "times" | "regions" | "labels" | "ages" | "balance";
                    /** @description First day of the flag, as the region of the case counts it */
                    from: string;
                    label?: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                    phase?: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
                    region?: string;
                    /** @description Periods of more than half a year come in weeks */
                    step?: "day" | "week";
                    /** @description Last day, inclusive */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description text/csv */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
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
    "/v1/packets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fetch a released packet (ZIP) */
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
            responses: never;
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packets/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release another person's packet */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case_id: number;
                            expires_at: string | null;
                            id: number;
                            may: {
                                fetch: boolean;
                                release: boolean;
                            };
                            reason: string;
                            recipient: string;
                            released_at: string | null;
                            released_by: string | null;
                            /** Format: date-time */
                            requested_at: string;
                            requested_by: string | null;
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
    "/v1/purge-certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was purged, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
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
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                at: string;
                                class: string;
                                doc: unknown;
                                id: number;
                                intact: boolean;
                                items: number;
                                key_id: string | null;
                                sha256: string;
                                signature: string | null;
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
    "/v1/regions": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
    "/v1/register": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
    "/v1/register-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of the console, newest first */
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
                        "application/json": {
                            data: {
                                bytes_done: number;
                                bytes_sent: number;
                                bytes_total: number;
                                /** Format: date-time */
                                changed_at: string;
                                counts: {
                                    [key: string]: number;
                                } | null;
                                /** Format: date-time */
                                created_at: string;
                                /** @description Why the file was not taken, one problem a line */
                                fault: string | null;
                                file_name: string;
                                id: string;
                                /** @enum {string} */
                                kind: "register" | "accounts";
                                mine: boolean;
                                /** @description How large each piece but the last is */
                                piece_bytes: number;
                                preview: {
                                    changes: number;
                                    counts?: {
                                        [key: string]: number;
                                    };
                                    first?: {
                                        [key: string]: string[];
                                    };
                                    parts?: {
                                        key: string;
                                        label: string;
                                        lists: {
                                            [key: string]: {
                                                added: number;
                                                changed: number;
                                                names: {
                                                    added: string[];
                                                    changed: string[];
                                                    removed: string[];
                                                };
                                                removed: number;
                                            };
                                        };
                                    }[];
                                    rejected: number;
                                    rejects: {
                                        line: number;
                                        reason: string;
                                    }[];
                                    rows: number;
                                } | null;
                                rows_done: number;
                                /** @enum {string} */
                                state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                                step: string | null;
                                stopping: boolean;
                                version: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /** Begin an import */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        bytes: number;
                        /** @description For CSV lists of KPU, instead of the usual election */
                        election?: string;
                        file_name: string;
                        /** @enum {string} */
                        kind: "register" | "accounts";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bytes_done: number;
                            bytes_sent: number;
                            bytes_total: number;
                            /** Format: date-time */
                            changed_at: string;
                            counts: {
                                [key: string]: number;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why the file was not taken, one problem a line */
                            fault: string | null;
                            file_name: string;
                            id: string;
                            /** @enum {string} */
                            kind: "register" | "accounts";
                            mine: boolean;
                            /** @description How large each piece but the last is */
                            piece_bytes: number;
                            preview: {
                                changes: number;
                                counts?: {
                                    [key: string]: number;
                                };
                                first?: {
                                    [key: string]: string[];
                                };
                                parts?: {
                                    key: string;
                                    label: string;
                                    lists: {
                                        [key: string]: {
                                            added: number;
                                            changed: number;
                                            names: {
                                                added: string[];
                                                changed: string[];
                                                removed: string[];
                                            };
                                            removed: number;
                                        };
                                    };
                                }[];
                                rejected: number;
                                rejects: {
                                    line: number;
                                    reason: string;
                                }[];
                                rows: number;
                            } | null;
                            rows_done: number;
                            /** @enum {string} */
                            state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                            step: string | null;
                            stopping: boolean;
                            version: string | null;
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
    "/v1/register-imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an import is, and what it would change */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bytes_done: number;
                            bytes_sent: number;
                            bytes_total: number;
                            /** Format: date-time */
                            changed_at: string;
                            counts: {
                                [key: string]: number;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why the file was not taken, one problem a line */
                            fault: string | null;
                            file_name: string;
                            id: string;
                            /** @enum {string} */
                            kind: "register" | "accounts";
                            mine: boolean;
                            /** @description How large each piece but the last is */
                            piece_bytes: number;
                            preview: {
                                changes: number;
                                counts?: {
                                    [key: string]: number;
                                };
                                first?: {
                                    [key: string]: string[];
                                };
                                parts?: {
                                    key: string;
                                    label: string;
                                    lists: {
                                        [key: string]: {
                                            added: number;
                                            changed: number;
                                            names: {
                                                added: string[];
                                                changed: string[];
                                                removed: string[];
                                            };
                                            removed: number;
                                        };
                                    };
                                }[];
                                rejected: number;
                                rejects: {
                                    line: number;
                                    reason: string;
                                }[];
                                rows: number;
                            } | null;
                            rows_done: number;
                            /** @enum {string} */
                            state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                            step: string | null;
                            stopping: boolean;
                            version: string | null;
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
    "/v1/register-imports/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything is sent: compare it with what is published */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: string;
                };
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
                        "application/json": {
                            bytes_done: number;
                            bytes_sent: number;
                            bytes_total: number;
                            /** Format: date-time */
                            changed_at: string;
                            counts: {
                                [key: string]: number;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why the file was not taken, one problem a line */
                            fault: string | null;
                            file_name: string;
                            id: string;
                            /** @enum {string} */
                            kind: "register" | "accounts";
                            mine: boolean;
                            /** @description How large each piece but the last is */
                            piece_bytes: number;
                            preview: {
                                changes: number;
                                counts?: {
                                    [key: string]: number;
                                };
                                first?: {
                                    [key: string]: string[];
                                };
                                parts?: {
                                    key: string;
                                    label: string;
                                    lists: {
                                        [key: string]: {
                                            added: number;
                                            changed: number;
                                            names: {
                                                added: string[];
                                                changed: string[];
                                                removed: string[];
                                            };
                                            removed: number;
                                        };
                                    };
                                }[];
                                rejected: number;
                                rejects: {
                                    line: number;
                                    reason: string;
                                }[];
                                rows: number;
                            } | null;
                            rows_done: number;
                            /** @enum {string} */
                            state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                            step: string | null;
                            stopping: boolean;
                            version: string | null;
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
    "/v1/register-imports/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish what was looked at; a difference that has changed meanwhile is shown again */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: string;
                };
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
                        "application/json": {
                            bytes_done: number;
                            bytes_sent: number;
                            bytes_total: number;
                            /** Format: date-time */
                            changed_at: string;
                            counts: {
                                [key: string]: number;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why the file was not taken, one problem a line */
                            fault: string | null;
                            file_name: string;
                            id: string;
                            /** @enum {string} */
                            kind: "register" | "accounts";
                            mine: boolean;
                            /** @description How large each piece but the last is */
                            piece_bytes: number;
                            preview: {
                                changes: number;
                                counts?: {
                                    [key: string]: number;
                                };
                                first?: {
                                    [key: string]: string[];
                                };
                                parts?: {
                                    key: string;
                                    label: string;
                                    lists: {
                                        [key: string]: {
                                            added: number;
                                            changed: number;
                                            names: {
                                                added: string[];
                                                changed: string[];
                                                removed: string[];
                                            };
                                            removed: number;
                                        };
                                    };
                                }[];
                                rejected: number;
                                rejects: {
                                    line: number;
                                    reason: string;
                                }[];
                                rows: number;
                            } | null;
                            rows_done: number;
                            /** @enum {string} */
                            state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                            step: string | null;
                            stopping: boolean;
                            version: string | null;
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
    "/v1/register-imports/{id}/pieces/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** One piece of the file, counted from 0; sending it again changes nothing */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    n: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/register-imports/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it up; nothing of it stays */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: string;
                };
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
                        "application/json": {
                            bytes_done: number;
                            bytes_sent: number;
                            bytes_total: number;
                            /** Format: date-time */
                            changed_at: string;
                            counts: {
                                [key: string]: number;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why the file was not taken, one problem a line */
                            fault: string | null;
                            file_name: string;
                            id: string;
                            /** @enum {string} */
                            kind: "register" | "accounts";
                            mine: boolean;
                            /** @description How large each piece but the last is */
                            piece_bytes: number;
                            preview: {
                                changes: number;
                                counts?: {
                                    [key: string]: number;
                                };
                                first?: {
                                    [key: string]: string[];
                                };
                                parts?: {
                                    key: string;
                                    label: string;
                                    lists: {
                                        [key: string]: {
                                            added: number;
                                            changed: number;
                                            names: {
                                                added: string[];
                                                changed: string[];
                                                removed: string[];
                                            };
                                            removed: number;
                                        };
                                    };
                                }[];
                                rejected: number;
                                rejects: {
                                    line: number;
                                    reason: string;
                                }[];
                                rows: number;
                            } | null;
                            rows_done: number;
                            /** @enum {string} */
                            state: "uploading" | "checking" | "ready" | "publishing" | "published" | "refused" | "cancelled" | "expired";
                            step: string | null;
                            stopping: boolean;
                            version: string | null;
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
    "/v1/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the next run would take away; changes nothing */
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
                        "application/json": {
                            /** @description More cases have ended than were looked at */
                            capped: boolean;
                            cases: {
                                [key: string]: number;
                            };
                            due: {
                                [key: string]: number;
                            };
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
    "/v1/retention/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long each kind of record is kept, and why */
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
                        "application/json": {
                            data: {
                                basis: string;
                                class: string;
                                from: string;
                                leaves: string;
                                n: number;
                                unit: string;
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
    "/v1/retention/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs that took something away, and the latest that did not, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
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
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                at: string;
                                gone: {
                                    [key: string]: number;
                                };
                                id: number;
                                items: number;
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
    "/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules with legal source, examples and past decisions */
        get: {
            parameters: {
                query?: {
                    cue?: string;
                    /** @description The `next_cursor` of the page before */
                    cursor?: string;
                    /** @description Cases flagged in the last days are counted */
                    days?: number;
                    limit?: number;
                    q?: string;
                };
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
                        "application/json": {
                            data: {
                                cue: string;
                                exempt: string | null;
                                figures: {
                                    cases: number;
                                    precision: {
                                        high: number | null;
                                        low: number | null;
                                        n: number;
                                        share: number | null;
                                    };
                                    refused: number;
                                    upheld: number;
                                } | null;
                                id: string;
                                label: string | null;
                                lang: string;
                                meaning: string;
                                negative: string[];
                                patterns: string[];
                                positive: string[];
                                review: string | null;
                                source: string;
                            }[];
                            next_cursor: string | null;
                            ruleset: string | null;
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
    "/v1/rules/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a text: how the scorer in force reads it. The text is not kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default PNS
                         * @enum {string}
                         */
                        employment_status?: "PNS" | "CPNS" | "PPPK" | "PPPK_PARUH_WAKTU" | "NON_ASN";
                        /**
                         * @default post
                         * @enum {string}
                         */
                        kind?: "post" | "reply" | "share";
                        /** Format: date-time */
                        posted_at: string;
                        region: string;
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bias: number;
                            contestants: {
                                ballot_number: number | null;
                                contest: string;
                                id: string;
                                name: string;
                            }[];
                            cues: {
                                clause: number;
                                cue: string;
                                end: number;
                                field: string;
                                negated: boolean;
                                quoted: boolean;
                                rule: string;
                                start: number;
                                text: string;
                            }[];
                            mentions: {
                                ambiguous: boolean;
                                contestants: string[];
                                end: number;
                                field: string;
                                form: string;
                                second_signal: boolean;
                                start: number;
                                text: string;
                            }[];
                            normalised: string;
                            reason: string;
                            targets: {
                                contestant: string;
                                features: {
                                    name: string;
                                    value: number;
                                    weight: number;
                                }[];
                                probability: number;
                                stance: string;
                            }[];
                            thresholds: {
                                flag: number;
                                review: number;
                            };
                            verdict: {
                                acts: string[];
                                contestants: {
                                    id: string;
                                    /** @enum {string} */
                                    stance: "support" | "against" | "neutral" | "mention";
                                }[];
                                direction: ("SUPPORT" | "ATTACK") | null;
                                evidence: {
                                    end: number;
                                    /** @enum {string} */
                                    field: "text" | "shared_text" | "ocr" | "alt" | "hashtag" | "media";
                                    kind: string;
                                    rule: string;
                                    start: number;
                                    weight: number;
                                }[];
                                exemption: string | null;
                                id: string;
                                /** @enum {string} */
                                label: "VOTE_CALL" | "PRAISE_SUPPORT" | "ATTACK" | "ENGAGE" | "PHOTO_SYMBOL" | "PROPS" | "ATTEND" | "TEAM_ROLE" | "PARTY_MEMBER" | "SELF_CANDIDACY" | "MOBILISE" | "STATE_FACILITY" | "NONE";
                                /** @enum {string} */
                                phase: "OFF" | "PRE" | "SET" | "CAMP" | "QUIET" | "VOTE" | "POST";
                                register: string;
                                ruleset: string;
                                score: number;
                                /** @enum {string} */
                                verdict: "flag" | "review" | "clear" | "incomplete";
                            };
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
    "/v1/ruleset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ruleset in force and its lists of words */
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
                        "application/json": {
                            ruleset: {
                                lexicons: {
                                    entries: number;
                                    name: string;
                                }[];
                                name: string;
                                rules: number;
                                /** Format: date-time */
                                since: string;
                            } | null;
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
    "/v1/sessions": {
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
                    "application/json": {
                        code?: string;
                        password: string;
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf: string;
                            display_name: string;
                            /** Format: date-time */
                            expires_at: string;
                            /** @enum {string} */
                            method: "password" | "oidc";
                            must_change_password: boolean;
                            roles: {
                                region: string;
                                region_name: string | null;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            }[];
                            second_factor: {
                                /** @description A role of yours needs it: until then only your own account is open */
                                missing: boolean;
                                /** @description This session has passed it */
                                passed: boolean;
                                /** @description The account has one */
                                set: boolean;
                            };
                            session_id: string;
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
    "/v1/sessions/current": {
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
    "/v1/sessions/current/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Pass the second factor in a session that has not; the session gets a new token */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf: string;
                            display_name: string;
                            /** Format: date-time */
                            expires_at: string;
                            /** @enum {string} */
                            method: "password" | "oidc";
                            must_change_password: boolean;
                            roles: {
                                region: string;
                                region_name: string | null;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            }[];
                            second_factor: {
                                /** @description A role of yours needs it: until then only your own account is open */
                                missing: boolean;
                                /** @description This session has passed it */
                                passed: boolean;
                                /** @description The account has one */
                                set: boolean;
                            };
                            session_id: string;
                            user_id: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this installation still waits for its first administrator */
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
                        "application/json": {
                            needed: boolean;
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
    "/v1/setup/administrator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first administrator, by the token that was printed at the start; works once, and only while there are no accounts */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        display_name: string;
                        password: string;
                        token: string;
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one may sign in here */
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
                        "application/json": {
                            oidc: {
                                name: string;
                            } | null;
                            /** @enum {boolean} */
                            password: true;
                            second_factor: boolean;
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
    "/v1/sources": {
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
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
        /** A new source; it fetches nothing before it is switched on. For administrators of the whole country */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        config: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        connector: "rss" | "bluesky" | "mastodon" | "file" | "replay";
                        name: string;
                        policy: {
                            agreement_ref: string | null;
                            allow_inference: boolean;
                            allow_ml: boolean;
                            /** @enum {string} */
                            deletion_mode: "purge" | "legal_hold";
                            enabled: boolean;
                            /** Format: date-time */
                            expires_at: string;
                            legal_basis: string;
                            max_retention_days: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
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
    "/v1/sources/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch nothing any more; what is stored stays */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            enabled: boolean;
                            id: number;
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
    "/v1/sources/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let it fetch, as far as its policy is complete and current */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            enabled: boolean;
                            id: number;
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
    "/v1/statements/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The allegation, the words, the act and the law */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description What confirming the link gave */
                    "statement-pass"?: string;
                };
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
                        "application/json": {
                            acts: {
                                code: string;
                                name: string;
                                passage: string;
                                wording: string;
                            }[];
                            allegation: string;
                            case_number: string;
                            due_at: string | null;
                            files: {
                                file_name: string;
                                sha256: string;
                                size: number;
                            }[];
                            hearing: {
                                place: string;
                                scheduled_at: string;
                                summons_no: string;
                            } | null;
                            introduction: string;
                            limits: {
                                file_bytes: number;
                                file_types: string[];
                                files: number;
                                text_chars: number;
                            };
                            office: string;
                            /** Format: date-time */
                            open_until: string;
                            phase: string;
                            posts: {
                                platform: string;
                                posted_at: string;
                                sha256: string;
                                shared_text: string | null;
                                text: string;
                            }[];
                            rights: string[];
                            title: string;
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
    "/v1/statements/current/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the statement; the link ends */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description What confirming the link gave */
                    "statement-pass"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            received: true;
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
    "/v1/statements/current/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a file to the statement: the file itself as the body, one of application/pdf, image/png, image/jpeg */
        post: {
            parameters: {
                query: {
                    file_name: string;
                };
                header?: {
                    /** @description What confirming the link gave */
                    "statement-pass"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            received: true;
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
    "/v1/statements/current/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse to give a statement; the link ends */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description What confirming the link gave */
                    "statement-pass"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default  */
                        text?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            received: true;
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
    "/v1/statements/passes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a statement link with its code and the last digits of the own number */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        /** @description The last three digits of the own NIP */
                        number_tail: string;
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            pass: string;
                            /** Format: date-time */
                            until: string;
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
    "/v1/stats/cases": {
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
                    level?: "province" | "regency";
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            audience: "deciders";
                            by: ("region" | "label" | "state" | "day")[];
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
    "/v1/stats/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Weekly releases, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
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
                        /**
                         * @example {
                         *       "policy": {
                         *         "version": 1,
                         *         "k": {
                         *           "nation": 5,
                         *           "province": 5,
                         *           "regency": 5,
                         *           "below": 10
                         *         },
                         *         "below_published": false,
                         *         "interval_min": 4,
                         *         "rounding": "none: counts are exact or withheld; zero is shown",
                         *         "tiers": "public and keyed readers get the same figures",
                         *         "revision": "a released figure is never changed",
                         *         "periods": "week: nation and provinces; four weeks: regencies and cities",
                         *         "free_combinations": false
                         *       },
                         *       "data": [
                         *         {
                         *           "week": "2024-09-23",
                         *           "made_at": "2024-10-01T00:10:00.000Z",
                         *           "block_from": null
                         *         }
                         *       ],
                         *       "next_cursor": null
                         *     }
                         */
                        "application/json": {
                            data: {
                                /** @description First Monday of the four weeks whose tables this release brings; null: only the week */
                                block_from: string | null;
                                /** Format: date-time */
                                made_at: string;
                                week: string;
                            }[];
                            next_cursor: string | null;
                            /** @description How figures are withheld. The same object is in every answer and was kept with the release. */
                            policy: {
                                below_published: boolean;
                                free_combinations: boolean;
                                interval_min: number;
                                k: {
                                    below: number;
                                    nation: number;
                                    province: number;
                                    regency: number;
                                };
                                periods: string;
                                revision: string;
                                rounding: string;
                                tiers: string;
                                version: number;
                            };
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
    "/v1/stats/releases/{release}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A release: its policy, tables and coverage */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `latest`, or the Monday of a released week */
                    release: string;
                };
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
                        "application/json": {
                            /** @description First Monday of the four weeks whose tables this release brings; null: only the week */
                            block_from: string | null;
                            coverage: {
                                day: string;
                                /** @description Accounts the platform gave no answer for: a gap, not a silence */
                                failed: number;
                                /** @description Accounts that policy, basis or platform forbade to look at */
                                forbidden: number;
                                /** @description Of these, answered before the next look was due */
                                fresh: number;
                                platform: string;
                                /** @description Accounts whose platform answered that day */
                                polled: number;
                                /** @description Accounts registered under a legal basis when the release was made */
                                registered: number;
                            }[];
                            /** Format: date-time */
                            made_at: string;
                            measures: ("confirmed" | "forwarded" | "withdrawn")[];
                            /** @description How figures are withheld. The same object is in every answer and was kept with the release. */
                            policy: {
                                below_published: boolean;
                                free_combinations: boolean;
                                interval_min: number;
                                k: {
                                    below: number;
                                    nation: number;
                                    province: number;
                                    regency: number;
                                };
                                periods: string;
                                revision: string;
                                rounding: string;
                                tiers: string;
                                version: number;
                            };
                            tables: ("week_region" | "block_region" | "block_label" | "block_direction" | "block_phase")[];
                            week: string;
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
    "/v1/stats/releases/{release}/tables/{table}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One table of a release */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description confirmed, forwarded: decisions that stood at the release. withdrawn: as they came */
                    measure?: "confirmed" | "forwarded" | "withdrawn";
                    /** @description This region and what lies in it */
                    region?: string;
                    /** @description Only the largest figures shown, totals left out; not with a cursor */
                    top?: number;
                };
                header?: never;
                path: {
                    /** @description `latest`, or the Monday of a released week */
                    release: string;
                    table: "week_region" | "block_region" | "block_label" | "block_direction" | "block_phase";
                };
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
                        "application/json": {
                            /** @description First Monday of the four weeks whose tables this release brings; null: only the week */
                            block_from: string | null;
                            coverage: {
                                day: string;
                                /** @description Accounts the platform gave no answer for: a gap, not a silence */
                                failed: number;
                                /** @description Accounts that policy, basis or platform forbade to look at */
                                forbidden: number;
                                /** @description Of these, answered before the next look was due */
                                fresh: number;
                                platform: string;
                                /** @description Accounts whose platform answered that day */
                                polled: number;
                                /** @description Accounts registered under a legal basis when the release was made */
                                registered: number;
                            }[];
                            data: {
                                /** @description Label, direction or phase; empty: all of them */
                                part: string;
                                /** @description Kemendagri code; ID: the nation; PP.00: the own offices of a province */
                                region: string;
                                region_name: string | null;
                                /** @description Null: withheld. A row that is absent is zero */
                                value: number | null;
                            }[];
                            /** Format: date-time */
                            made_at: string;
                            /** @enum {string} */
                            measure: "confirmed" | "forwarded" | "withdrawn";
                            next_cursor: string | null;
                            /** @description How figures are withheld. The same object is in every answer and was kept with the release. */
                            policy: {
                                below_published: boolean;
                                free_combinations: boolean;
                                interval_min: number;
                                k: {
                                    below: number;
                                    nation: number;
                                    province: number;
                                    regency: number;
                                };
                                periods: string;
                                revision: string;
                                rounding: string;
                                tiers: string;
                                version: number;
                            };
                            /** @enum {string} */
                            table: "week_region" | "block_region" | "block_label" | "block_direction" | "block_phase";
                            week: string;
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
    "/v1/stats/releases/{release}/tables/{table}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One table of a release as CSV, whole
         * @description Comma separated, CRLF, UTF-8. No cell begins with a character that a spreadsheet takes for a formula. Withheld figures are the word `withheld`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A byte order mark, for spreadsheet programs */
                    bom?: "yes" | "no";
                    /** @description confirmed, forwarded: decisions that stood at the release. withdrawn: as they came */
                    measure?: "confirmed" | "forwarded" | "withdrawn";
                };
                header?: never;
                path: {
                    /** @description `latest`, or the Monday of a released week */
                    release: string;
                    table: "week_region" | "block_region" | "block_label" | "block_direction" | "block_phase";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description region,region_name,part,value */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
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
    "/v1/stats/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A weekly figure over all releases, oldest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description confirmed, forwarded: decisions that stood at the release. withdrawn: as they came */
                    measure?: "confirmed" | "forwarded" | "withdrawn";
                    region?: string;
                };
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
                        "application/json": {
                            data: {
                                value: number | null;
                                week: string;
                            }[];
                            /** @enum {string} */
                            measure: "confirmed" | "forwarded" | "withdrawn";
                            next_cursor: string | null;
                            /** @description How figures are withheld. The same object is in every answer and was kept with the release. */
                            policy: {
                                below_published: boolean;
                                free_combinations: boolean;
                                interval_min: number;
                                k: {
                                    below: number;
                                    nation: number;
                                    province: number;
                                    regency: number;
                                };
                                periods: string;
                                revision: string;
                                rounding: string;
                                tiers: string;
                                version: number;
                            };
                            region: string;
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
    "/v1/subject-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests of data subjects, the most urgent first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description Only those that wait for an answer */
                    open?: "true" | "false";
                };
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
                        "application/json": {
                            data: {
                                account_id: number | null;
                                answer: string | null;
                                answered_at: string | null;
                                checked_at: string | null;
                                /** Format: date-time */
                                due_at: string;
                                id: number;
                                /** @enum {string} */
                                kind: "access" | "correction" | "objection";
                                /** @enum {string} */
                                matter: "wrong_account" | "wrong_data" | "own_data" | "processing";
                                outcome: ("granted" | "partly_granted" | "denied") | null;
                                overdue: boolean;
                                person_id: number | null;
                                proof: string | null;
                                /** Format: date-time */
                                received_at: string;
                                refusal: string | null;
                                region: string;
                                revision: number;
                                /** @enum {string} */
                                state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
                                wish: string;
                            }[];
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Record a request; its clock starts now */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description How to reach whoever asks; kept sealed */
                        contact: string;
                        /** @enum {string} */
                        kind: "access" | "correction" | "objection";
                        /** @enum {string} */
                        matter: "wrong_account" | "wrong_data" | "own_data" | "processing";
                        /** @description Of the office that answers */
                        region: string;
                        wish: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases_marked: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
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
    "/v1/subject-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A request; ETag is its revision */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account_id: number | null;
                            accounts: {
                                ended_at: string | null;
                                handle: string;
                                id: number;
                                platform: string;
                            }[];
                            answer: string | null;
                            answered_at: string | null;
                            checked_at: string | null;
                            contact: string | null;
                            /** Format: date-time */
                            due_at: string;
                            id: number;
                            /** @enum {string} */
                            kind: "access" | "correction" | "objection";
                            /** @enum {string} */
                            matter: "wrong_account" | "wrong_data" | "own_data" | "processing";
                            outcome: ("granted" | "partly_granted" | "denied") | null;
                            overdue: boolean;
                            person_id: number | null;
                            proof: string | null;
                            /** Format: date-time */
                            received_at: string;
                            refusal: string | null;
                            region: string;
                            revision: number;
                            /** @enum {string} */
                            state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
                            wish: string;
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
    "/v1/subject-requests/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer; granting the correction of a wrong account ends its link and marks its cases */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description For a wrong account: which */
                        account_id?: number;
                        answer: string;
                        /** @enum {string} */
                        outcome: "granted" | "partly_granted" | "denied";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases_marked: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
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
    "/v1/subject-requests/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record that whoever asks is this person */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "if-match"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description NIP or staff key; compared by keyed hash, never stored in clear */
                        number: string;
                        /** @enum {string} */
                        proof: "in_person" | "office_letter" | "official_id" | "statement_link";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases_marked: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
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
    "/v1/subject-requests/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse, with the reason */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        answer: string;
                        /** @enum {string} */
                        refusal: "identity_not_proven" | "not_held_here" | "legal_exception" | "repeated";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases_marked: number;
                            id: number;
                            revision: number;
                            /** @enum {string} */
                            state: "RECEIVED" | "IDENTITY_CHECKED" | "ANSWERED" | "REFUSED";
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
    "/v1/subjects/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything stored about one person of the own region; the purpose is logged before anything is read */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description NIP or staff key; compared by keyed hash, never stored in clear */
                        number?: string;
                        person_id?: number;
                        purpose: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
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
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of my region, by id */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    q?: string;
                };
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
                        "application/json": {
                            data: {
                                active: boolean;
                                /** Format: date-time */
                                created_at: string;
                                display_name: string;
                                id: number;
                                identity: {
                                    issuer: string;
                                    subject: string;
                                } | null;
                                locked_until: string | null;
                                /** @description False: of a larger region, or your own */
                                managed: boolean;
                                must_change_password: boolean;
                                region: string;
                                roles: {
                                    region: string;
                                    /** @enum {string} */
                                    role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                    until: string | null;
                                }[];
                                same_person_as: number[];
                                second_factor: boolean;
                                username: string;
                            }[];
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** A new account with a password for its first sign-in */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        display_name: string;
                        region: string;
                        /** @default [] */
                        roles?: {
                            region: string;
                            /** @enum {string} */
                            role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            /** @description The role ends by itself then */
                            until?: string | null;
                        }[];
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Shown once; null in a repeated answer */
                            one_time_password: string | null;
                            user: {
                                active: boolean;
                                /** Format: date-time */
                                created_at: string;
                                display_name: string;
                                id: number;
                                identity: {
                                    issuer: string;
                                    subject: string;
                                } | null;
                                locked_until: string | null;
                                /** @description False: of a larger region, or your own */
                                managed: boolean;
                                must_change_password: boolean;
                                region: string;
                                roles: {
                                    region: string;
                                    /** @enum {string} */
                                    role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                    until: string | null;
                                }[];
                                same_person_as: number[];
                                second_factor: boolean;
                                username: string;
                            };
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
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let in again */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lock out at once */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link to an identity at the provider, or take the link away */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        identity: {
                            /** Format: uri */
                            issuer: string;
                            subject: string;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new password for the next sign-in; ends all sessions. Whoever reset the second factor may not do this too */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
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
                        "application/json": {
                            /** @description Shown once; null in a repeated answer */
                            one_time_password: string | null;
                            user: {
                                active: boolean;
                                /** Format: date-time */
                                created_at: string;
                                display_name: string;
                                id: number;
                                identity: {
                                    issuer: string;
                                    subject: string;
                                } | null;
                                locked_until: string | null;
                                /** @description False: of a larger region, or your own */
                                managed: boolean;
                                must_change_password: boolean;
                                region: string;
                                roles: {
                                    region: string;
                                    /** @enum {string} */
                                    role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                    until: string | null;
                                }[];
                                same_person_as: number[];
                                second_factor: boolean;
                                username: string;
                            };
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
    "/v1/users/{id}/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the second factor away; ends all sessions */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant and revoke roles; ends all sessions */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default [] */
                        grant?: {
                            region: string;
                            /** @enum {string} */
                            role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                            /** @description The role ends by itself then */
                            until?: string | null;
                        }[];
                        /** @default [] */
                        revoke?: {
                            region: string;
                            /** @enum {string} */
                            role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/same-person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** This account and another belong to one person; for good */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        user_id: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/users/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift a lock after wrong passwords */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            display_name: string;
                            id: number;
                            identity: {
                                issuer: string;
                                subject: string;
                            } | null;
                            locked_until: string | null;
                            /** @description False: of a larger region, or your own */
                            managed: boolean;
                            must_change_password: boolean;
                            region: string;
                            roles: {
                                region: string;
                                /** @enum {string} */
                                role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                                until: string | null;
                            }[];
                            same_person_as: number[];
                            second_factor: boolean;
                            username: string;
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
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved filters: the own ones and those shared with me */
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
                        "application/json": {
                            data: {
                                filter: {
                                    [key: string]: unknown;
                                };
                                id: number;
                                mine: boolean;
                                name: string;
                                revision: number;
                                shared: {
                                    region: string;
                                    role: string;
                                } | null;
                                /** Format: date-time */
                                updated_at: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /** Save a filter; a commissioner may share it with a role of a region */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        filter: {
                            /** @enum {string} */
                            band?: "flag" | "review";
                            contest?: string;
                            contestant?: string;
                            /** @enum {string} */
                            direction?: "SUPPORT" | "ATTACK";
                            /** Format: date-time */
                            due_before?: string;
                            election?: string;
                            /**
                             * Format: date
                             * @description First day of the flag, as the region of the case counts it
                             */
                            flagged_from?: string;
                            /**
                             * Format: date
                             * @description Last day, inclusive
                             */
                            flagged_to?: string;
                            /** @description A group of posts with nearly the same text */
                            group?: number;
                            /** @description `mine`, `free`, `held`, or the id of a colleague */
                            holder?: ("mine" | "free" | "held") | number;
                            /** @description One or more labels, separated by commas */
                            label?: string[];
                            newer_than_hours?: number;
                            older_than_hours?: number;
                            /** @description One or more connectors, or `import`, separated by commas */
                            origin?: string[];
                            /**
                             * @description What became of it: still `open`, `upheld`, `refused`, `expired`
                             * @enum {string}
                             */
                            outcome?: "open" | "upheld" | "refused" | "expired";
                            overdue?: boolean | ("true" | "false");
                            /** @description One or more phases, separated by commas */
                            phase?: string[];
                            /** @description Words of the post; only for those who decide */
                            q?: string;
                            /**
                             * @description `waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several`
                             * @enum {string}
                             */
                            readers?: "waiting" | "several";
                            region?: string;
                            /** @description A rule that spoke in the case; the newest 1,000, only for those who decide */
                            rule?: string;
                            score_max?: number;
                            score_min?: number;
                            /** @description One or more states, separated by commas */
                            state?: string[];
                        };
                        name: string;
                        share?: {
                            region: string;
                            /** @enum {string} */
                            role: "analyst" | "second_reviewer" | "commissioner" | "handling_officer" | "personnel_office" | "stats_reader" | "register_admin" | "rules_author" | "rules_approver" | "auditor" | "system_admin";
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            filter: {
                                [key: string]: unknown;
                            };
                            id: number;
                            mine: boolean;
                            name: string;
                            revision: number;
                            shared: {
                                region: string;
                                role: string;
                            } | null;
                            /** Format: date-time */
                            updated_at: string;
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
    "/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a saved filter */
        delete: {
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
        /** Change a saved filter */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh random key for each new request */
                    "idempotency-key"?: string;
                    /** @description The ETag of the case that was read */
                    "if-match"?: string;
                    /** @description The `csrf` of the session */
                    "x-csrf-token"?: string;
                };
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        filter?: {
                            /** @enum {string} */
                            band?: "flag" | "review";
                            contest?: string;
                            contestant?: string;
                            /** @enum {string} */
                            direction?: "SUPPORT" | "ATTACK";
                            /** Format: date-time */
                            due_before?: string;
                            election?: string;
                            /**
                             * Format: date
                             * @description First day of the flag, as the region of the case counts it
                             */
                            flagged_from?: string;
                            /**
                             * Format: date
                             * @description Last day, inclusive
                             */
                            flagged_to?: string;
                            /** @description A group of posts with nearly the same text */
                            group?: number;
                            /** @description `mine`, `free`, `held`, or the id of a colleague */
                            holder?: ("mine" | "free" | "held") | number;
                            /** @description One or more labels, separated by commas */
                            label?: string[];
                            newer_than_hours?: number;
                            older_than_hours?: number;
                            /** @description One or more connectors, or `import`, separated by commas */
                            origin?: string[];
                            /**
                             * @description What became of it: still `open`, `upheld`, `refused`, `expired`
                             * @enum {string}
                             */
                            outcome?: "open" | "upheld" | "refused" | "expired";
                            overdue?: boolean | ("true" | "false");
                            /** @description One or more phases, separated by commas */
                            phase?: string[];
                            /** @description Words of the post; only for those who decide */
                            q?: string;
                            /**
                             * @description `waiting` for a further reader (not for those who judge in that region: they stay blind), or read by `several`
                             * @enum {string}
                             */
                            readers?: "waiting" | "several";
                            region?: string;
                            /** @description A rule that spoke in the case; the newest 1,000, only for those who decide */
                            rule?: string;
                            score_max?: number;
                            score_min?: number;
                            /** @description One or more states, separated by commas */
                            state?: string[];
                        };
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            filter: {
                                [key: string]: unknown;
                            };
                            id: number;
                            mine: boolean;
                            name: string;
                            revision: number;
                            shared: {
                                region: string;
                                role: string;
                            } | null;
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Act codes, exemption reasons, and the codes of every list */
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
                        "application/json": {
                            acts: {
                                classes: string[];
                                code: string;
                                gloss: string;
                                name: string;
                                phases: string[];
                                source: string;
                            }[];
                            attachment_bytes_max: number;
                            attachment_kinds: string[];
                            attachment_types: string[];
                            exemptions: {
                                code: string;
                                grey: boolean;
                                name: string;
                            }[];
                            labels: string[];
                            phases: string[];
                            roles: string[];
                            sanctions: string[];
                            states: string[];
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
