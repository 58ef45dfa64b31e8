/** The rules in force: browse them, see what people made of the cases in which they spoke, try a text. */
import { LIMITS, ProblemError, type Role, shareOf, TrialInput } from '@pantau/domain';
import { asUser, contestantNames, listLexicon, listRules, type RuleFigures, ruleFigures, rulesetInForce } from '@pantau/store';
import { DECIDERS, STAFF, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { remembered, scopeKey } from '../remembered.ts';
import { LexiconPage, LexiconParams, LexiconQuery, RulesetView, RulesPage, RulesQuery, TrialView } from '../schemas/rules.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

/** Who learns how often a rule was right: those who decide, and those who write rules. */
const FIGURE_READERS: readonly Role[] = [...DECIDERS, 'rules_author', 'rules_approver'];
const DAY_MS = 86_400_000;
const NOTHING = { ruleset: null, data: [], next_cursor: null };

export function ruleRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['rules'];
  const figuresOf = remembered<Map<string, RuleFigures>>({ forMs: API.countsKeptMs, keysMax: API.countsKeysMax, now: () => deps.clock().getTime() });
  const config = { access: { roles: STAFF } };

  app.get(
    '/v1/ruleset',
    { config, schema: { tags, summary: 'The ruleset in force and its lists of words', response: { 200: RulesetView, ...PROBLEMS_4XX_5XX } } },
    async () => {
      const r = await rulesetInForce(deps.db);
      return { ruleset: r && { name: r.name, since: r.since.toISOString(), rules: r.rules, lexicons: r.lexicons } };
    },
  );

  app.get(
    '/v1/rules',
    {
      config,
      schema: {
        tags,
        summary: 'Rules with legal source, examples and past decisions',
        querystring: RulesQuery,
        response: { 200: RulesPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, days, ...filter } = request.query;
      const user = userOf(request);
      return asUser(deps.db, user.userId, async (tx) => {
        const ruleset = await rulesetInForce(tx);
        if (!ruleset) return NOTHING;
        const rows = await listRules(tx, ruleset.id, filter, { after: cursor ?? null, rows: limit + 1 });
        const counted = user.roles.some((r) => FIGURE_READERS.includes(r.role));
        const since = new Date(deps.clock().getTime() - days * DAY_MS);
        const figures = counted ? await figuresOf.get(`${days} ${scopeKey(user.roles, FIGURE_READERS)}`, () => ruleFigures(tx, since)) : null;
        const data = rows.slice(0, limit).map((rule) => {
          const f = figures?.get(rule.id) ?? { cases: 0, upheld: 0, refused: 0 };
          return { ...rule, figures: figures && { cases: f.cases, upheld: f.upheld, refused: f.refused, precision: shareOf(f.upheld, f.upheld + f.refused) } };
        });
        return { ruleset: ruleset.name, data, next_cursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
      });
    },
  );

  app.get(
    '/v1/lexicons/:name',
    {
      config,
      schema: {
        tags,
        summary: 'A list of words that are no rule by themselves',
        params: LexiconParams,
        querystring: LexiconQuery,
        response: { 200: LexiconPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, q } = request.query;
      const ruleset = await rulesetInForce(deps.db);
      if (!ruleset) return NOTHING;
      const rows = await listLexicon(deps.db, ruleset.id, { lexicon: request.params.name, q }, { after: cursor ?? null, rows: limit + 1 });
      const data = rows.slice(0, limit).map((l) => ({ entry: l.entry, variants: l.variants }));
      return { ruleset: ruleset.name, data, next_cursor: rows.length > limit ? (data.at(-1)?.entry ?? null) : null };
    },
  );

  trialRoute(app, deps);
}

/** Changes nothing and keeps nothing, so it takes no Idempotency-Key. A POST, because a text has no place in an address. */
function trialRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/rules/trial',
    {
      config: { access: { roles: STAFF } },
      schema: {
        tags: ['rules'],
        summary: 'Try a text: how the scorer in force reads it. The text is not kept',
        body: TrialInput,
        response: { 200: TrialView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const trial = await deps.tryText(request.body);
      if (!trial) throw new ProblemError('scorer_away');
      const ids = [...new Set([...trial.mentions.flatMap((m) => m.contestants), ...trial.targets.map((t) => t.contestant)])];
      const contestants = await asUser(deps.db, userOf(request).userId, (tx) => contestantNames(tx, ids.slice(0, LIMITS.pageRows)));
      return { ...trial, contestants: contestants.map((c) => ({ id: c.id, name: c.name, ballot_number: c.ballotNumber, contest: c.contest })) };
    },
  );
}
