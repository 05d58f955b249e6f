/**
 * Every function that a statement may call: the built-in ones that compute from what they are given (Cypher Manual 5,
 * Functions). Not among them: `file` and `linenumber` (LOAD CSV), those on graphs (USE), and whatever a plug-in adds.
 */
const NAMES: Readonly<Record<string, string>> = {
  predicate: 'all any exists isEmpty none single',
  scalar:
    'char_length character_length coalesce elementId endNode head id last length nullIf properties randomUUID size ' +
    'startNode timestamp toBoolean toBooleanOrNull toFloat toFloatOrNull toInteger toIntegerOrNull type valueType',
  aggregating: 'avg collect count max min percentileCont percentileDisc stDev stDevP sum',
  list: 'keys labels nodes range reduce relationships reverse tail toBooleanList toFloatList toIntegerList toStringList',
  numeric: 'abs ceil floor isNaN rand round sign e exp log log10 sqrt',
  trigonometric: 'acos asin atan atan2 cos cot degrees haversin pi radians sin tan',
  string:
    'btrim left lower ltrim normalize replace reverse right rtrim split substring toLower toString toStringOrNull ' +
    'toUpper trim upper',
  temporal:
    'date date.realtime date.statement date.transaction date.truncate ' +
    'datetime datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement datetime.transaction ' +
    'datetime.truncate ' +
    'localdatetime localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate ' +
    'localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate ' +
    'time time.realtime time.statement time.transaction time.truncate ' +
    'duration duration.between duration.inDays duration.inMonths duration.inSeconds',
  spatial: 'point point.distance point.withinBBox',
  vector: 'vector.similarity.cosine vector.similarity.euclidean',
};

/** In lower case: names of functions are not case-sensitive. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  Object.values(NAMES).flatMap((names) => names.toLowerCase().split(' ')),
);

/** Every procedure that a statement may call: what the graph is made of. Names of procedures are case-sensitive. */
export const PROCEDURES: ReadonlySet<string> = new Set([
  'db.labels',
  'db.propertyKeys',
  'db.relationshipTypes',
  'db.schema.visualization',
]);
