import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { Status, Time } from './badges.tsx';

/** What every answer says of its own completeness. */
export const coverageFields = graphql(`
  fragment CoverageFields on Coverage {
    line
    asOf
    graphVersion
    sources
    incomplete { step outcome reason completeAt }
  }
`);

type Coverage = ResultOf<typeof coverageFields>;

/** Says what could not be seen; quiet when all was. */
export function CoverageBar({ coverage }: { readonly coverage: Coverage }): ReactNode {
  const { incomplete, line, asOf } = coverage;
  if (incomplete.length === 0) {
    return (
      <p className="coverage">
        Seen whole: {line}
        {asOf !== null && (
          <>
            , the oldest part <Time of={asOf} />
          </>
        )}
        .
      </p>
    );
  }
  return (
    <Disclosure className="coverage coverage-partial">
      <Heading level={2}>
        <Button slot="trigger" className="coverage-line">
          <span aria-hidden="true">⚠</span> Not everything could be seen: {line}
        </Button>
      </Heading>
      <DisclosurePanel>
        <ul>
          {incomplete.map((step) => (
            <li key={step.step}>
              <code>{step.step}</code> <Status of={step.outcome} /> {step.reason} Last seen whole:{' '}
              {step.completeAt === null ? 'never' : <Time of={step.completeAt} />}.
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
