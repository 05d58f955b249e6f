import { counted, type FindingRule, text } from '../rule.ts';

/** A role that strangers can assume. */
export const openFederationTrust: FindingRule = {
  id: 'open-federation-trust',
  query: 'open-federation-trusts',
  situation: 'S13',
  subjects: { principal: 'Principal' },
  severity: () => 'critical',
  sentence: (row) =>
    `${text(row, 'stranger').replace('anyone:', 'Anyone with a token of ')} can assume ${text(row, 'name')}, which reaches ${counted(row, 'reaches', 'resource')}: the trust does not ask whose token it is.`,
  remedy: () => 'Add a condition on the subject claim (sub) that names the repository and branch.',
};
