import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyIn, textOf } from '../company/company.ts';
import { ROOT } from './pages.ts';

/** Lines are broken where they are long, also within a name. */
const README = readFileSync(join(ROOT, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ');
const PICTURE = readFileSync(join(ROOT, 'docs/lineage.svg'), 'utf8');

/** The last part of an ARN. */
function nameIn(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? '';
}

let company: Awaited<ReturnType<typeof companyIn>>;
beforeAll(async () => {
  company = await companyIn();
}, 60_000);
afterAll(() => rmSync(company.out, { recursive: true, force: true }));

describe('what the README shows of the demo company', () => {
  it('is the path planted as S12, in words and in the picture', () => {
    const planted = company.situations.find(({ situation }) => situation === 'S12');
    const [agent = '', , secret = '', credential = '', user = ''] = planted?.path ?? [];
    expect(README).toContain(`${secret}, which holds the credential of ${user}`);
    const role = planted?.subjects['principal'];
    const names = [nameIn(agent).replace(/-\w+$/, ''), nameIn(role), nameIn(user), credential];
    expect(names.filter((name) => name === '' || !README.includes(name) || !PICTURE.includes(name))).toEqual([]);
  });

  it('names things that are in its exports', () => {
    const exports = textOf(company.exports);
    const names = [
      'support-customers',
      'brightwater-customer-data',
      'Tomasz Wieczorek',
      'Theodora Vasilakis',
      'aws-ops',
    ];
    expect(names.filter((name) => !README.includes(name) || !exports.includes(name))).toEqual([]);
  });
});
