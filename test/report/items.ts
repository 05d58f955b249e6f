import type { ReportItem } from '../../src/report/index.ts';
import type { ReportAnswers } from '../../src/report/orphan-owners.ts';

/** A name that would be markup in a page, a formula in a spreadsheet and a mention in Slack. */
export const HOSTILE = '=HYPERLINK("https://evil.example","<script>alert(1)</script><!channel>\u202e`\'&")';

export function item(over: Partial<ReportItem> & Pick<ReportItem, 'agent'>): ReportItem {
  const problem = over.problem ?? 'owner unknown';
  return {
    key: `${problem}|${over.agent}|${over.owner ?? ''}`,
    problem,
    agentName: undefined,
    kind: 'bedrock-agent',
    platform: 'aws',
    owner: undefined,
    ownerName: undefined,
    departedAt: undefined,
    consumption: undefined,
    lastUsedAt: undefined,
    reaches: 0,
    mostSensitive: [],
    routeTo: undefined,
    routeName: undefined,
    route: undefined,
    known: [],
    evidence: [],
    ...over,
  };
}

export const HERON = item({
  problem: 'owner departed',
  agent: 'arn:aws:bedrock:eu-north-1:918273645546:agent/HERON7',
  agentName: 'heron',
  owner: 'human:40417',
  ownerName: 'Wren Ostrow',
  departedAt: '2026-09-30T00:00:00.000Z',
  consumption: 'still consuming',
  lastUsedAt: '2026-11-19T10:31:00.000Z',
  reaches: 12431,
  mostSensitive: ['reed-ledger', 'geese'],
  routeTo: 'human:40002',
  routeName: 'Tern Halloran',
  route: 'manager of Wren Ostrow at departure',
  evidence: ['Human Wren Ostrow -OWNS-> Agent heron', 'CreateAgent by wren', '-RUNS_AS-> Principal heron-role'],
});

export const STRAY = item({
  agent: 'endpoint:q9:agent:mcp/cursor/odd',
  agentName: HOSTILE,
  kind: 'mcp-server',
  platform: 'endpoint',
  reaches: 3,
  known: ['owner-tag: team=none', '@tags'],
  evidence: ['Agent odd', 'no evidence names a person we know'],
});

export const GONE = item({ agent: 'okta:acme:ai-agent:wlp7', agentName: 'plover' });

export function answersOf(items: readonly ReportItem[]): ReportAnswers {
  const coverage = {
    graphVersion: 7,
    asOf: '2026-11-21T06:00:00.000Z',
    sources: 9,
    incomplete: [],
    line: '2 of 9 sources incomplete: okta:acme/users denied since 2026-11-20T03:10:00.000Z',
  };
  return { items, coverage };
}
