import { expect, it } from 'vitest';
import { itemsOf } from '../../src/report/orphan-owners.ts';

const departed = {
  agent: 'a:heron',
  agentName: 'heron',
  kind: 'bedrock-agent',
  owner: 'human:40417',
  ownerName: 'Wren Ostrow',
  departedAt: '2026-09-30T00:00:00.000Z',
  consumption: 'idle',
  reaches: 4,
  mostSensitive: ['reed'],
  routeTo: 'human:40002',
  routeName: 'Tern Halloran',
  route: 'manager of Wren Ostrow at departure',
  evidence: ['Human Wren Ostrow -OWNS-> Agent heron'],
};
const orphan = {
  agent: 'a:heron',
  agentName: 'heron',
  kind: 'bedrock-agent',
  platform: 'aws',
  why: 'owner departed',
  lastOwner: 'human:40417',
  lastOwnerName: 'Wren Ostrow',
  reaches: 4,
  known: ['team=q'],
  evidence: ['Agent heron'],
};

it('joins what both questions say of one agent and owner', () => {
  const [item, ...rest] = itemsOf([departed], [orphan]);
  expect(rest).toEqual([]);
  expect(item).toMatchObject({
    problem: 'owner departed',
    platform: 'aws',
    known: ['team=q'],
    routeName: 'Tern Halloran',
    consumption: 'idle',
    evidence: ['Human Wren Ostrow -OWNS-> Agent heron'],
  });
});

it('tells departed owners first, those whose agents still act before others, then the widest reach', () => {
  const items = itemsOf(
    [departed, { ...departed, agent: 'a:busy', consumption: 'still consuming', reaches: 1 }],
    [
      { ...orphan, agent: 'a:small', why: 'owner unknown', lastOwner: null, reaches: 1 },
      { ...orphan, agent: 'a:wide', why: 'owner unknown', lastOwner: null, reaches: 90 },
    ],
  );
  expect(items.map((one) => one.agent)).toEqual(['a:busy', 'a:heron', 'a:wide', 'a:small']);
  expect(items.at(-1)?.owner).toBeUndefined();
});
