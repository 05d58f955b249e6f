import { type FindingRule, text } from '../rule.ts';

/** One credential in several places. */
export const credentialReuse: FindingRule = {
  id: 'credential-reuse',
  query: 'credential-reuse',
  situation: 'S14',
  subjects: { credential: 'Credential' },
  severity: (row) => (((row['places'] as readonly string[] | null) ?? []).length > 2 ? 'high' : 'medium'),
  sentence: (row) =>
    `The same ${text(row, 'kind') || 'credential'} lies in ${((row['places'] as readonly string[] | null) ?? []).length} places: ${text(row, 'places')}.`,
  remedy: () => 'Keep it in one secret store only, and rotate it.',
};
