import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useParams } from '../lib/params.ts';
import { Head } from '../parts/facts.tsx';
import { CypherPanel } from './cypher.tsx';
import { SavedQueries } from './saved-queries.tsx';

/** The saved questions, and Cypher of one's own. */
export function QueriesView(): ReactNode {
  const params = useParams();
  return (
    <>
      <Head kind="Ask" title="Queries" />
      <Tabs
        className="tabs"
        selectedKey={params.get('ask') ?? 'saved'}
        onSelectionChange={(key) => params.set({ ask: key === 'saved' ? undefined : String(key) })}
      >
        <TabList aria-label="How to ask" className="tablist">
          <Tab id="saved" className="tab">
            Saved questions
          </Tab>
          <Tab id="cypher" className="tab">
            Cypher
          </Tab>
        </TabList>
        <TabPanel id="saved">
          <SavedQueries />
        </TabPanel>
        <TabPanel id="cypher">
          <CypherPanel />
        </TabPanel>
      </Tabs>
    </>
  );
}
