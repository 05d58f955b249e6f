import { describe, expect, test } from 'vitest';
import { columnsOf, WORKER_FIELDS } from '../../../src/collectors/hr/columns.ts';
import { readDate } from '../../../src/collectors/hr/dates.ts';
import { employmentOf, teamKey } from '../../../src/collectors/hr/map.ts';
import { standingAt } from '../../../src/collectors/hr/status.ts';

const AT = '2026-11-20T09:30:00.000Z';
const facts = { tellsEndDate: true };

describe('status', () => {
  test.each([
    ['a termination that lies ahead', { status: 'Terminated', endDate: '2026-12-31' }, 'active'],
    ['the last day itself', { status: 'Active', endDate: '2026-11-20' }, 'active'],
    ['the day after the last', { status: 'Active', endDate: '2026-11-19' }, 'departed'],
    ['a rehire', { status: 'Active', startDate: '2026-01-01', endDate: '2020-01-01' }, 'active'],
    ['a dismissal without a date', { status: 'terminated' }, 'departed'],
    ['leave', { status: 'On Leave' }, 'active'],
    ['not yet there', { status: 'Pre-Hire' }, 'suspended'],
    ['no word and no last day', {}, 'active'],
    ['Workday’s 0', { status: '0' }, 'departed'],
    ['a word we do not know', { status: 'Moulting' }, undefined],
  ])('%s', (_, given, status) => {
    expect(standingAt({ ...facts, ...given }, AT).status).toBe(status);
  });

  test('without word and without column nothing is known', () => {
    expect(standingAt({ tellsEndDate: false }, AT)).toEqual({});
  });

  test('a rehire keeps no departure', () => {
    expect(standingAt({ ...facts, startDate: '2026-01-01', endDate: '2020-01-01' }, AT).departedAt).toBeUndefined();
  });
});

test.each([
  ['2026-02-28', '2026-02-28'],
  ['2026/2/3', '2026-02-03'],
  ['20260228', '2026-02-28'],
  ['28.2.2026', '2026-02-28'],
  ['28/02/2026', '2026-02-28'],
  ['02/28/2026', '2026-02-28'],
  ['05/05/2026', '2026-05-05'],
  ['2026-02-28T23:00:00+02:00', '2026-02-28T21:00:00.000Z'],
  ['2026-02-29', undefined],
  ['03/04/2026', undefined],
  ['soon', undefined],
])('date %s', (text, date) => {
  const reading = readDate(text);
  expect('date' in reading ? reading.date : undefined).toBe(date);
});

test('header names are taken whatever their case and separators, and a named column wins', () => {
  const columns = columnsOf(WORKER_FIELDS, ['EMPLOYEE-ID', 'Work Email', 'Dept', 'Squad'], { team: 'squad' });
  expect(Object.fromEntries(columns)).toEqual({ employeeId: 'EMPLOYEE-ID', email: 'Work Email', team: 'Squad' });
});

test('teams are one by id or name, people by their employment', () => {
  expect(teamKey('t', 'Night Heron / Ops')).toBe(teamKey('t', ' night-heron-ops '));
  expect(teamKey('t', '漁師')).toBe('team:hr:t:漁師');
  expect(['Contingent Worker', 'FTE', 'Intern'].map(employmentOf)).toEqual(['contractor', 'employee', 'intern']);
});
