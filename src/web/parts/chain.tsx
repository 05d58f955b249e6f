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

const EDGE_ALONE = /^-.*->\s*$/s;

/** A path step by step: an edge that stands by itself leads to what comes after it. */
export function stepsOf(path: readonly string[]): string[] {
  return path.flatMap((text, i) => {
    if (EDGE_ALONE.test(text) && i < path.length - 1) return [];
    const before = path[i - 1] ?? '';
    return [EDGE_ALONE.test(before) ? `${before.trim()} ${text}` : text];
  });
}

/** A lineage path as a list, one step after another. */
export function Chain({ path }: { readonly path: readonly string[] }): ReactNode {
  return (
    <ol className="chain">
      {stepsOf(path).map((text, i) => {
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
