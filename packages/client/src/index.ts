/** Reads released statistics over HTTP, typed by the API's own document. Runs in Node and in browsers. */
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export interface StatisticsClientOptions {
  /** Where Pantau answers, e.g. `https://pantau.example.go.id`. */
  baseUrl: string;
  /** A key has a limit of its own; the figures are the same without one. */
  apiKey?: string;
}

export type StatisticsClient = Client<paths>;

export const statisticsClient = (o: StatisticsClientOptions): StatisticsClient =>
  createClient<paths>({ baseUrl: o.baseUrl, ...(o.apiKey === undefined ? {} : { headers: { authorization: `Bearer ${o.apiKey}` } }) });
