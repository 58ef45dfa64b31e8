/** Written by `npm run types` from the OpenAPI document. Do not edit. */
export interface paths {
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
