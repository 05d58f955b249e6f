import { defineKind } from './kind.ts';

/** A tag that anybody with write access may have set, and that is copied from template to template. */
export const ownerTag = defineKind({
  id: 'owner-tag',
  says: 'stands in its owner tag',
  field: 'tag or label owner, owner-email, contact, maintainer; created-by',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-use-cases.html',
  nature: 'state',
  halfLifeDays: 730,
  crowd: true,
});
