import { beforeAll } from 'vitest';
import { type CompanyBench, withCompany } from '../../support/company-graph.ts';
import { type PageBench, withPage } from '../browser.ts';

/** What the tests of the page stand on: the company, the page over it, and who and what they look at. */
export interface Stage {
  readonly company: CompanyBench;
  readonly web: PageBench;
  /** Subjects of S1: an agent on a laptop and the key that it inherits. */
  readonly s1: { readonly agent: string; readonly credential: string };
  /** That of S12, whose path is long, and two others that are open. */
  readonly findings: readonly [string, string, string];
}

export const KASIMIR = 'human:E-1004';
export const CUSTOMER_DATA = 'arn:aws:s3:::brightwater-customer-data';

/** Address of a view of one thing. */
export function at(view: string, id: string): string {
  return `/${view}?id=${encodeURIComponent(id)}`;
}

/** For the top of the file: the stage is filled before its first test. */
export function withStage(): Stage {
  const company = withCompany();
  const web = withPage(company);
  const s1 = { agent: '', credential: '' };
  const findings: [string, string, string] = ['', '', ''];
  beforeAll(async () => {
    const subjects = company.company().situations.find(({ situation }) => situation === 'S1')?.subjects;
    s1.agent = subjects?.['agent'] ?? '';
    s1.credential = subjects?.['credential'] ?? '';
    const rows = await company
      .session()
      .graph.read(
        "MATCH (f:Finding) WHERE f.retiredAt IS NULL RETURN f.id AS id ORDER BY CASE f.situation WHEN 'S12' THEN 0 ELSE 1 END, id LIMIT 3",
      );
    for (const [i, row] of rows.entries()) findings[i] = String(row['id']);
  });
  return { company, web, s1, findings };
}
