import type { ReactNode } from 'react';

const STEP = /^(?:-(\w+)(?: \(?(\w[\w ]*)\)?)?-> )?(\w+) (.*)$/s;

export interface ChainStep {
  /** How it is reached from the step before. */
  readonly edge: string | undefined;
  /** What the edge says besides: `read`, `conditional`. */
  readonly note: string | undefined;
  readonly label: string;
  readonly name: string;
}

/** A step of a path in words, `-USES-> Credential AKIA…`, taken apart; nothing for what is not one. */
export function stepOf(text: string): ChainStep | undefined {
  const [, edge, note, label, name] = STEP.exec(text) ?? [];
  return label === undefined || name === undefined ? undefined : { edge, note, label, name };
}

/** A lineage path as a list, one step after another. */
export function Chain({ path }: { readonly path: readonly string[] }): ReactNode {
  return (
    <ol className="chain">
      {path.map((text, i) => {
        const step = stepOf(text);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path can pass one node twice
          <li key={`${i} ${text}`}>
            {step === undefined ? (
              text
            ) : (
              <>
                {step.edge !== undefined && (
                  <span className="chain-edge">
                    {step.edge.replaceAll('_', ' ').toLowerCase()}
                    {step.note === undefined ? '' : ` (${step.note})`} →
                  </span>
                )}
                <span className={`chain-node chain-${step.label.toLowerCase()}`}>
                  <span className="chain-label">{step.label}</span> {step.name}
                </span>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}
