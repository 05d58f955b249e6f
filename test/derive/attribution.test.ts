import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributionBook, attribute } from '../../src/derive/lifecycle/attribution.ts';

const many = (entries: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(entries));

/** A laptop with Cursor and an MCP server on one key, a shared role, two Copilots, and a runner alone with its key. */
const book: AttributionBook = {
  agents: new Set(['cursor-liv', 'mcp-liv', 'copilot-liv', 'copilot-per', 'runner', 'batch-1', 'batch-2']),
  byCredential: many({
    AKIALIV: ['cursor-liv', 'mcp-liv'],
    'AKIALIV cursor': ['cursor-liv'],
    'AKIALIV mcp': ['mcp-liv'],
    AKIARUN: ['runner'],
  }),
  byPrincipal: many({ 'role/batch': ['batch-1', 'batch-2'], 'role/runner': ['runner'] }),
  byHuman: many({ 'human:liv copilot': ['copilot-liv'], 'human:per copilot': ['copilot-per'] }),
  people: new Map([
    ['liv@tind.example', 'human:liv'],
    ['github:tind:user:per', 'human:per'],
  ]),
};

describe('an action is put to', () => {
  test.each([
    [
      'the agent that the event names',
      { agent: 'runner', credential: 'AKIALIV', client: 'cursor' },
      'runner',
      undefined,
    ],
    ['the client that holds the credential', { credential: 'AKIALIV', client: 'mcp' }, 'mcp-liv', undefined],
    [
      'the client of the person who acted',
      { person: 'Liv@Tind.example', client: 'copilot' },
      'copilot-liv',
      'human:liv',
    ],
    [
      'the same, told by their account',
      { principal: 'github:tind:user:per', client: 'copilot' },
      'copilot-per',
      'human:per',
    ],
    ['whoever alone holds the credential', { credential: 'AKIARUN' }, 'runner', undefined],
    [
      'whoever alone runs as the principal',
      { principal: 'role/runner', person: 'liv@tind.example' },
      'runner',
      'human:liv',
    ],
  ])('%s', (_what, acted, agent, person) => {
    expect(attribute(acted, book)).toEqual({ agent, person, why: expect.stringMatching(/.{10,}/) });
  });

  test.each([
    ['several share the credential', { credential: 'AKIALIV' }],
    ['several run as the principal', { principal: 'role/batch' }],
    ['the client is of nobody we know', { person: 'someone@else.example', client: 'copilot' }],
    ['a person acted without an AI client', { person: 'liv@tind.example' }],
    ['the event names an agent that is not there', { agent: 'ghost' }],
    ['nothing is said', {}],
  ])('nobody when %s', (_what, acted) => {
    expect(attribute(acted, book)).toBeUndefined();
  });

  test('an agent of the book, whatever is said', () => {
    const word = fc.option(
      fc.constantFrom('AKIALIV', 'AKIARUN', 'role/batch', 'cursor', 'mcp', 'copilot', 'runner', 'liv@tind.example', ''),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.record({ agent: word, credential: word, principal: word, person: word, client: word }),
        (acted) => {
          const found = attribute(acted, book);
          if (found !== undefined) expect(book.agents.has(found.agent)).toBe(true);
        },
      ),
    );
  });
});
