/** Names of everything the score may depend on. A weight for any other name is an error at load. */
export const FEATURES = [
  // the verb's object, and the closest words
  'vote_object', 'vote_near', 'back_before', 'back_near', 'choice_near', 'win_after', 'win_near', 'prefer_beside', 'pray_near', 'pray_win', 'praise_near', 'praise_more', 'promo_near', 'promo_more', 'promo_many',
  'slogan_near', 'love_near', 'appeal_near', 'appeal_vote', 'first_near', 'first_stance', 'approve_reply', 'title_candidate',
  // hashtags and numbers
  'tag_mention', 'tag_campaign', 'tag_campaign_news', 'tag_only', 'tag_slogan_only', 'tag_many', 'number_form', 'gesture_near', 'slogan_form', 'handle_only', 'pair_form',
  // against
  'novote_near', 'novote_post', 'critic_near', 'critic_more', 'critic_post', 'mock_post', 'mock_more', 'hearsay_near', 'negated_support', 'negated_critic',
  // whose words, and how firmly
  'report_near', 'report_many', 'newsy_post', 'newsy_many', 'third_back', 'third_near', 'question_mark', 'question_word', 'cond_near', 'contrast_post', 'undecided_post', 'quoted_cue', 'media_link', 'headline', 'rt',
  // the rest of the post
  'others', 'others_many', 'others_critic', 'short', 'very_short', 'long', 'very_long', 'mentions_many', 'exclaim', 'elect_post', 'evaluative_none', 'edu_post', 'neutral_post', 'case_post', 'congrats_post', 'official_post', 'othervote_post', 'voted_post', 'refute_post', 'duty_post',
  'vague_praise', 'far_support', 'weak_link', 'self_post', 'member_near', 'team_near', 'attend_near', 'props_near', 'mobil_near', 'facil_near', 'photo_near', 'share_near', 'article', 'implied', 'offer_near', 'act_first', 'novote_object', 'vote_questioned', 'vote_conditional', 'vote_reported', 'name_colon', 'choice_beside', 'praise_beside', 'love_only', 'number_call', 'leave_post', 'credit_near', 'credit_more', 'credit_beside', 'novote_told', 'promo_short',
] as const;
export type Feature = (typeof FEATURES)[number];
export const FEATURE_INDEX: Readonly<Record<Feature, number>> = Object.fromEntries(FEATURES.map((f, i) => [f, i])) as Record<Feature, number>;
