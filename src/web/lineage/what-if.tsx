import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted, numberOf } from '../lib/words.ts';
import { NodeLink } from '../parts/node-link.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { sensitiveOf } from '../views/reach.tsx';
import { whatIf } from './questions.ts';

interface WhatIfProps {
  readonly id: string;
  readonly name: string;
  /** Key of the subject whose reach is compared; absent where it has none. */
  readonly subject: string | undefined;
  readonly onClose: () => void;
}

const SHOWN = 10;

/** What would no longer be reached without something. Nothing is changed. */
export function WhatIf({ id, name, subject, onClose }: WhatIfProps): ReactNode {
  const { data, error, refetch } = useAnswer(whatIf, { revoke: [id], subject: subject ?? null });
  return (
    <section className="panel what-if" aria-label="What if">
      <header className="panel-head">
        <h3>If {name} were revoked</h3>
        <Button className="icon-button" aria-label="Close what if" onPress={onClose}>
          ×
        </Button>
      </header>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading what="Working it out" />}
      {data !== undefined && (
        <>
          {data.whatIf.subject !== null && (
            <p>
              Of {counted(data.whatIf.subject.before.total, 'resource')} reached here,{' '}
              <strong>{numberOf(data.whatIf.subject.lost.total)}</strong> would be lost (
              {numberOf(sensitiveOf(data.whatIf.subject.lost))} sensitive) and{' '}
              {numberOf(data.whatIf.subject.weakened.total)} reached at fewer levels;{' '}
              {numberOf(data.whatIf.subject.after.total)} would still be reached.
            </p>
          )}
          <p>{counted(data.whatIf.affected, 'agent')} would reach less. Nothing is changed by asking.</p>
          <ul className="counts">
            {data.whatIf.losses.slice(0, SHOWN).map(({ agent, lost, lostSensitive, before }, i) => (
              <li key={agent?.id ?? i}>
                {agent === null ? 'an agent' : <NodeLink label="Agent" id={agent.id} name={agent.name} />}
                <span className="count">
                  loses {numberOf(lost)} of {numberOf(before)}, {numberOf(lostSensitive)} sensitive
                </span>
              </li>
            ))}
          </ul>
          {data.whatIf.affected > SHOWN && <p className="note">… and {numberOf(data.whatIf.affected - SHOWN)} more</p>}
        </>
      )}
    </section>
  );
}
