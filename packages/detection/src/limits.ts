/** Every limit of the engine, with its unit in the name. */
export const LIMITS_DETECTION = {
  /** Longer texts are read up to here; the importer already quarantines them. */
  textChars: 20_000,
  tokenChars: 48,
  tokensPerField: 20_000,
  /** A hashtag longer than this is kept whole instead of being split into words. */
  hashtagChars: 80,
  hashtagPieceChars: 24,
  mentionsPerField: 64,
  cuesPerField: 512,
  patternVariants: 20_000,
  patternTokens: 8,
  contestantsPerVerdict: 12,
  evidencePerVerdict: 40,
  /** Units (a mention counts as one) within which a cue belongs to a mention. */
  nearUnits: 12,
  /** Symbols of a text whose sequences are looked up; most of a post, the beginning of an article. */
  gramSymbols: 512,
  /** Units within which a verb such as "pilih" takes the contestant as its object. */
  objectUnits: 4,
  regionCacheEntries: 4_096,
  /** Days whose phases are remembered; a day costs four bytes per contest. */
  dayCacheEntries: 128,
  foldCacheEntries: 8_192,
} as const;
