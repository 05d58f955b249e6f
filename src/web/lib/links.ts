/** The view of each label that has one of its own; everything else is shown in the lineage picture. */
const VIEWS: Readonly<Record<string, string>> = {
  Agent: '/agent',
  Credential: '/credential',
  Human: '/person',
  Resource: '/resource',
  Finding: '/finding',
};

const DRAWN = new Set(['Principal', 'Tool', 'Device', 'Team', 'Session']);

/** Where a node is shown; nothing for what has no view. */
export function linkOf(label: string, id: string): string | undefined {
  const view = VIEWS[label];
  if (view !== undefined) return `${view}?id=${encodeURIComponent(id)}`;
  return DRAWN.has(label) ? pictureLink(label, id) : undefined;
}

export function pictureLink(label: string, id: string): string {
  return `/lineage?label=${label}&id=${encodeURIComponent(id)}`;
}
