import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOwnersOf, ownersOfAll } from '../../../src/collectors/github/code-owners.ts';

describe('CODEOWNERS', () => {
  test.each<readonly [what: string, text: string, rules: ReturnType<typeof codeOwnersOf>]>([
    ['a comment, an empty line', '# * @a\n\n   \n', []],
    [
      'a comment behind a rule',
      '*.js @js-owner #This is an inline comment.',
      [{ pattern: '*.js', owners: ['@js-owner'] }],
    ],
    [
      'users, teams, addresses',
      '* @ada @odd-org/night.shift a@b.example',
      [{ pattern: '*', owners: ['@ada', '@odd-org/night.shift', 'a@b.example'] }],
    ],
    ['a managed user', '* @ada_odd', [{ pattern: '*', owners: ['@ada_odd'] }]],
    ['a rule that takes owners away', '/apps/github', [{ pattern: '/apps/github', owners: [] }]],
    ['a space in a path', 'docs/a\\ b.md @ada', [{ pattern: 'docs/a\\ b.md', owners: ['@ada'] }]],
    ['a word that is no owner: GitHub skips the line', '* ada\n* @@ada\n* @ada/', []],
    [
      'lines of Windows',
      '* @ada\r\n/x @o\r\n',
      [
        { pattern: '*', owners: ['@ada'] },
        { pattern: '/x', owners: ['@o'] },
      ],
    ],
  ])('%s', (_what, text, rules) => {
    expect(codeOwnersOf(text)).toEqual(rules);
  });

  test('the last rule for every file counts; one without owners says nobody', () => {
    const of = (text: string) => ownersOfAll(codeOwnersOf(text))?.owners;
    expect(of('* @first\n/docs/ @writer\n/** @second')).toEqual(['@second']);
    expect(of('* @first\n*')).toEqual([]);
    expect(of('/docs/ @writer\n*.ts @typist')).toBeUndefined();
  });

  test('whatever the file holds, every owner has the shape of one, and stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('*', '/', '@', 'a', '#', ' ', '\\', '\n', '.', '_', '-') }),
        (text) => {
          for (const owner of codeOwnersOf(text).flatMap(({ owners }) => owners)) {
            expect(text).toContain(owner);
            expect(owner).toMatch(/^(@[^\s@]+|[^\s@]+@[^\s@]+\.[^\s@]+)$/);
          }
        },
      ),
    );
  });
});
