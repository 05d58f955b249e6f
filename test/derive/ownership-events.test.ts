import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readActs, readCodeActs, readIssuances, readLastUses, readMade } from '../../src/derive/ownership/events.ts';
import { EventStore } from '../../src/events/store.ts';
import { type EventRecord, event, ref } from '../../src/schema/index.ts';

const home = mkdtempSync(join(tmpdir(), 'keyline-trails-'));
let events: EventStore;

function call(id: string, minute: number, more: Partial<EventRecord>): EventRecord {
  const at = `2026-04-04T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return event({ id, at, source: 'aws', scope: '7', action: 'sts:AssumeRole', outcome: 'success', ...more });
}

const tern = ref('Agent', 'agent:tern');
const update = { action: 'bedrock:UpdateAgent', subject: tern, principal: 'role/sso' } as const;

beforeAll(async () => {
  events = await EventStore.open(home);
  await events.add([
    call('e-1', 1, { issued: 'ASIA1', principal: 'role/sso', person: 'bo@heron.example' }),
    call('e-2', 2, { issued: 'ASIA2', principal: "role/o'jump", credential: 'ASIA1' }),
    call('e-3', 3, { action: 'bedrock:CreateAgent', subject: tern, principal: 'role/deploy', credential: 'ASIA2' }),
    call('e-4', 4, { ...update, person: 'bo@heron.example' }),
    call('e-5', 5, { ...update, person: 'una@heron.example' }),
    call('e-6', 6, { ...update, person: 'una@heron.example' }),
    call('e-7', 7, { ...update, person: 'cy@heron.example', outcome: 'denied' }),
    call('e-8', 8, { action: 'github:git.push', principal: 'gh/una', resources: ['github.com/heron/tern'] }),
    call('e-9', 9, { action: 'github:git.push', principal: 'gh/una', resources: ['github.com/heron/gull'] }),
    call('e-10', 10, { action: 'bedrock:InvokeAgent', agent: 'agent:tern', person: 'una@heron.example' }),
  ]);
});

afterAll(async () => {
  await events.close();
  rmSync(home, { recursive: true, force: true });
});

test('acts are summed by who did them; what was refused is none', async () => {
  const acts = await readActs(events);
  expect(acts.map((one) => [one.action, one.person, one.count, one.firstEvent, one.lastEvent, one.isFirst])).toEqual([
    ['bedrock:CreateAgent', undefined, 1, 'e-3', 'e-3', true],
    ['bedrock:UpdateAgent', 'bo@heron.example', 1, 'e-4', 'e-4', true],
    ['bedrock:UpdateAgent', 'una@heron.example', 2, 'e-5', 'e-6', false],
  ]);
});

test('what a session made without naming a person, and the issuances behind it up to the first', async () => {
  const made = await readMade(events);
  expect(made.map(({ event: id, credential }) => [id, credential])).toEqual([['e-3', 'ASIA2']]);
  const issuances = await readIssuances(events, ['ASIA2', "no'such"]);
  expect(issuances.map(({ issued, person }) => [issued, person])).toEqual([
    ['ASIA2', undefined],
    ['ASIA1', 'bo@heron.example'],
  ]);
});

test('pushes of the repositories that are asked for, and who used an agent last', async () => {
  expect((await readCodeActs(events, ['heron/tern'])).map(({ event: id, repository }) => [id, repository])).toEqual([
    ['e-8', 'heron/tern'],
  ]);
  expect(await readCodeActs(events, [])).toEqual([]);
  expect(await readLastUses(events)).toEqual([
    { agent: 'agent:tern', person: 'una@heron.example', last: '2026-04-04T10:10:00.000Z' },
  ]);
});
