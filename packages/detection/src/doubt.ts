/** What keeps a high probability from being a flag. */
import type { Label, Phase } from '@pantau/domain';
import type { TargetScore } from './analyse.ts';
import type { FeatureVector } from './features.ts';

/** Below, the learned words alone do not carry a flag that no word of the rules supports. */
const PLAIN_TERMS = 1;

/** What keeps a high probability from being a flag: the words are a headline's, or the name is an everyday word. */
export function doubtAbout(target: TargetScore, label: Label, phase: Phase): { reason: string; exemption?: string } | null {
  const f = target.features;
  const firm = f.get('vote_object') > 0 && f.get('appeal_near') + f.get('first_near') > 0;
  if (f.get('headline') > 0 && !firm) return { reason: 'reads like a headline: somebody else is speaking', exemption: 'HN-09' };
  const asks = f.get('question_mark') > 0 && f.get('question_word') > 0 && f.get('appeal_near') + f.get('first_near') + f.get('tag_campaign') === 0;
  if (asks) return { reason: 'asks rather than says' };
  const acts =
    f.get('attend_near') +
    f.get('team_near') +
    f.get('props_near') +
    f.get('facil_near') +
    f.get('mobil_near') +
    f.get('order_near') +
    f.get('photo_near') +
    f.get('share_near') +
    f.get('approve_reply');
  const sided = f.get('vote_object') + f.get('back_before') + f.get('win_near') + f.get('choice_near') + f.get('tag_campaign') + f.get('novote_near');
  const exempt = exemptBy(f, phase);
  if (exempt !== null) return exempt;
  if (f.get('edu_post') > 0 && sided === 0) return { reason: 'voter education beside a name', exemption: 'HN-04' };
  // The name with its own number is a call, unless somebody reports it.
  const numbered = f.get('number_form') > 0 && f.get('report_near') + f.get('newsy_post') === 0 ? 1 : 0;
  if (
    f.get('evaluative_none') > 0 &&
    f.get('terms') < PLAIN_TERMS &&
    f.get('implied') + numbered + f.get('novote_near') + f.get('number_call') + f.get('gesture_near') + acts === 0
  )
    return { reason: 'no word beside the contestant takes a side' };
  const others =
    f.get('third_back') + f.get('team_near') * f.get('third_near') > 0 &&
    f.get('act_first') +
      f.get('appeal_near') +
      f.get('first_near') +
      f.get('love_near') +
      f.get('vote_object') +
      f.get('tag_mention') +
      f.get('mock_post') +
      f.get('credit_near') +
      f.get('slogan_near') ===
      0;
  if (others) return { reason: "somebody else's support is told", exemption: 'HN-08' };
  // "Relawan X siap menangkan …", in one plain sentence: told, whatever slogan stands in it.
  const told = f.get('subject_third') > 0 && f.get('plain_sentence') + f.get('third_back') > 1;
  if (told && f.get('first_near') + f.get('tag_campaign') + f.get('love_near') === 0)
    return { reason: 'tells what others do, in one plain sentence', exemption: 'HN-08' };
  const certain =
    f.get('facil_order') +
      f.get('order_near') +
      f.get('mobil_near') +
      f.get('props_offer') +
      f.get('act_first') +
      f.get('elect_post') +
      f.get('vote_near') +
      f.get('number_form') +
      f.get('win_near') +
      f.get('team_near') +
      f.get('tag_mention') >
    0;
  // "Bismillah" beside a given name: a prayer without praise, and nothing that speaks of an election, belongs to football as well.
  const prayerOnly = f.get('vague_praise') > 0 && f.get('promo_near') === 0 && f.get('terms') < PLAIN_TERMS;
  if (prayerOnly && !certain && f.get('pair_form') + f.get('gesture_near') + f.get('handle_only') === 0)
    return { reason: 'only a wish, and nothing speaks of an election' };
  if (label === 'ATTACK' && f.get('novote_object') + f.get('vote_near') + f.get('elect_post') === 0)
    return { reason: 'a call against something, but not clearly against the contestant' };
  if (phase === 'POST' && !certain && f.get('pair_form') === 0) return { reason: 'the vote is over and nothing else speaks of it' };
  if (f.get('weak_link') * f.get('tag_only') > 0 && f.get('vote_near') + f.get('number_form') + f.get('tag_campaign') === 0)
    return { reason: 'an everyday name inside a hashtag, and nothing else speaks of it' };
  if (f.get('weak_link') > 0 && !certain && label !== 'ATTACK') return { reason: 'the name is an everyday word and nothing else speaks of an election' };
  return null;
}

/** Hard negatives whose words outweigh any probability, unless the author calls for a vote in the first person. */
function exemptBy(f: FeatureVector, phase: Phase): { reason: string; exemption: string } | null {
  const own = f.get('first_near') + f.get('appeal_near') + f.get('tag_campaign');
  if (f.get('othervote_post') > 0 && f.get('elect_post') + f.get('tag_campaign') === 0)
    return { reason: 'a vote that is no public election', exemption: 'HN-20' };
  if (f.get('case_post') > 0 && own === 0) return { reason: 'reports a case', exemption: 'HN-08' };
  if (f.get('refute_post') > 0 && own === 0) return { reason: 'refutes or distances itself', exemption: 'HN-27' };
  if (phase === 'POST' && f.get('congrats_post') > 0) return { reason: 'congratulates after the count', exemption: 'HN-17' };
  if (f.get('duty_post') > 0 && own + f.get('vote_object') + f.get('win_near') === 0) return { reason: 'serves at the election', exemption: 'HN-30' };
  return null;
}
