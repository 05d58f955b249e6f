import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AccessExplanation, explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { type Language, profilesOf } from '../../../src/access/hierarchy/profile.ts';
import type { Rule } from '../../../src/access/hierarchy/rule.ts';
import { LEVEL_BITS } from '../../../src/access/levels.ts';
import type { Verdict } from '../../../src/access/types.ts';

interface Ask {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly verdict: Verdict;
  readonly conditionKeys?: readonly string[];
  readonly missing?: readonly string[];
  readonly blocker?: string;
  /** Ids of the assignments, bindings or policies that the explanation names, sorted. */
  readonly by?: readonly string[];
}

/** One rule of a vendor, with the page that states it. */
interface GoldenCase<Input> {
  readonly name: string;
  readonly rule: string;
  readonly input: Input;
  readonly ask: readonly Ask[];
  /** Codes of the problems of the input and of the asked principals. */
  readonly problems?: readonly string[];
}

interface GoldenFile<Input> {
  /** What every case has; a case's own fields stand instead of these. */
  readonly shared: Partial<Input>;
  readonly cases: readonly GoldenCase<Input>[];
}

/** Runs the golden files of a folder: every case asks `explain`, and the swept profile must hold the same levels. */
export function runGolden<Input, R extends Rule>(
  system: string,
  folder: URL,
  pages: RegExp,
  open: (input: Input) => Language<R>,
): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { shared, cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenFile<Input>;
    describe(`rules of ${system}: ${file.replace('.json', '').replaceAll('-', ' ')}`, () => {
      it.each(cases)('$name', (golden) => {
        expect(golden.rule).toMatch(pages);
        const language = open({ ...shared, ...golden.input });
        for (const ask of golden.ask) expectAnswer(language, ask);
        expect(problemCodes(language, golden.ask)).toEqual([...(golden.problems ?? [])].sort());
      });
    });
  }
}

function expectAnswer<R extends Rule>(language: Language<R>, ask: Ask): void {
  const told = explainAccess(language, ask.principal, ask.action, ask.resource);
  expect({ ...ask, ...answerOf(told, ask) }).toEqual(ask);
  if (told.verdict !== 'none' && told.blocker?.reason.endsWith('-unknown') !== true)
    expect(told.deciding.length).toBeGreaterThan(0);
  expectInProfile(language, ask);
}

function answerOf(told: AccessExplanation, ask: Ask): Partial<Ask> {
  return {
    verdict: told.verdict,
    ...(ask.conditionKeys === undefined ? {} : { conditionKeys: told.conditionKeys }),
    ...(ask.missing === undefined ? {} : { missing: told.missing }),
    ...(ask.blocker === undefined ? {} : { blocker: told.blocker?.reason ?? 'no blocker' }),
    ...(ask.by === undefined ? {} : { by: [...new Set(told.deciding.map(({ origin }) => origin.id))].sort() }),
  };
}

/** The level of the asked action has to be in the mask of the verdict, in the profile that was swept. */
function expectInProfile<R extends Rule>(language: Language<R>, ask: Ask): void {
  const ordinal = language.places.ordinals.ordinalOf(ask.resource);
  const type = ordinal === undefined ? undefined : language.places.typeAt(ordinal);
  if (ordinal === undefined || type === undefined) return;
  if (ask.verdict === 'none' || ask.blocker === 'principal-unknown') return;
  const table = language.actions.of(type);
  const level = table.levels(table.one(ask.action) ?? 0n) & LEVEL_BITS;
  const [evaluated] = profilesOf(language, [ask.principal]);
  const segment = evaluated?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
  const mask = { certain: segment?.certain, conditional: segment?.possible, unknown: segment?.unknown }[ask.verdict];
  expect((mask ?? 0) & level).toBe(level);
}

function problemCodes<R extends Rule>(language: Language<R>, asks: readonly Ask[]): string[] {
  const asked = new Set(asks.map(({ principal }) => principal));
  const profiles = [...profilesOf(language, asked)].map(({ profile }) => profile);
  const problems = [...language.problems, ...profiles.flatMap((profile) => profile.problems)];
  return [...new Set(problems.map(({ code }) => code))].sort();
}
