/**
 * Who may import whom. The tables below are the architecture; the rules are made from them, and
 * `npm run layers` fails on any other arrow. ARCHITECTURE.md says the same in prose.
 *
 * Tests may import more than what they test (a contract suite, a real database), so the arrows are checked
 * between sources; the doors of packages hold for tests too.
 */

const TEST = '\\.(test|contract|fixture)\\.tsx?$|(engine|presence)-contract\\.ts$';

/** The six top folders. A layer may always import itself. */
const LAYERS = {
  core: [],
  server: ['core'],
  client: ['core'],
  mcp: ['core'],
  cli: ['core', 'client/api', 'mcp'],
  app: ['core', 'server', 'client', 'mcp'],
};

/** Finer rows inside the layers: a folder may import itself and these, and nothing else of ours. */
const FOLDERS = {
  'core/std': [],
  'core/schema': ['core/std'],
  'core/diagram': ['core/schema', 'core/std'],
  // What the review says is about the model alone, whatever it is printed as.
  'core/review': ['core/schema', 'core/std'],
  'core/protocol': ['core/schema', 'core/diagram', 'core/std'],
  // No format imports a sibling (no DBML through SQL); a migration is printed as PostgreSQL, and so is what
  // Aurora DSQL takes of a design, once it is rewritten.
  'core/formats/postgresql': ['core/schema', 'core/diagram', 'core/std'],
  'core/formats/sql-import': ['core/schema', 'core/diagram', 'core/std'],
  'core/formats/catalogue': ['core/schema', 'core/diagram', 'core/std'],
  'core/formats/dbml': ['core/schema', 'core/diagram', 'core/std'],
  'core/formats/aurora-dsql': ['core/formats/postgresql', 'core/schema', 'core/diagram', 'core/std'],
  // Prints, takes the script apart, and reads the catalogue.
  'core/prove': [
    'core/formats/postgresql',
    'core/formats/catalogue',
    'core/formats/sql-import',
    'core/schema',
    'core/std',
    'core/protocol',
  ],
  'core/formats/migration': ['core/formats/postgresql', 'core/schema', 'core/diagram', 'core/std'],
  // Storage keeps records; it does not know what a table is.
  'server/storage': ['core/std', 'server/config', 'server/deadline', 'server/observe'],
  // Is told of everything, and knows nothing of it.
  'server/observe': ['server/config', 'server/deadline'],
  'server/presence': ['core/std', 'core/protocol', 'server/storage', 'server/config'],
  // In a process of its own too, with the loop of those that read scripts.
  'server/prove': ['server/sql', 'core'],
  // Runs in processes of its own, which have no database.
  'server/sql': ['core'],
  'server/accounts': ['server/storage', 'core'],
  // A snapshot says from where the feed goes on.
  'server/projects': ['server/storage', 'server/live/cursor', 'server/observe', 'core'],
  'server/live': ['server/projects', 'server/storage', 'server/observe', 'core'],
  'client/api': ['core'],
  'client/prove': ['core'],
  'client/canvas': ['core'],
  'client/layout': ['core'],
};

/** `client/sync` and everything below it never sees the interface. */
const NEVER = [
  { from: 'client/sync', to: ['client/panels', 'client/canvas', 'client/layout'] },
  { from: 'client/presence', to: ['client/panels', 'client/canvas'] },
  { from: 'server/(projects|live|accounts|presence|storage)', to: ['server/http', 'server/main'] },
];

/**
 * Packages with side effects have one door each: only these paths import them. What stands in several doors
 * is a peer of the same job on the other side (server and browser).
 */
const DOORS = [
  { packages: ['pg'], doors: ['src/server/storage/', 'bench/', 'test/', 'scripts/'] },
  {
    packages: ['@aws/aurora-dsql-node-postgres-connector', '@aws-sdk/credential-providers'],
    doors: ['src/server/storage/dsql/', 'test/dsql/'],
  },
  // A cluster and a table are two doors to AWS; what proves who we are at Vercel stands in both.
  {
    packages: ['@vercel/oidc-aws-credentials-provider'],
    doors: ['src/server/storage/dsql/', 'src/server/presence/dynamodb-table.lazy'],
  },
  { packages: ['libpg-query'], doors: ['src/core/formats/sql-import/parse'] },
  { packages: ['next'], doors: ['src/app/', 'src/server/main', 'next.config.ts'] },
  { packages: ['react', 'react-dom'], doors: ['src/client/panels/', 'src/app/'] },
  {
    packages: ['radix-ui', 'sonner', 'lucide-react', 'clsx'],
    doors: ['src/client/panels/', 'src/app/'],
  },
  {
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
    doors: ['src/server/presence/dynamodb-table.lazy', 'test/dynamodb/', 'scripts/'],
  },
  // What Vercel asks of a function.
  { packages: ['@vercel/functions'], doors: ['src/server/function.ts', 'src/server/main/'] },
  { packages: ['pino'], doors: ['src/server/observe/'] },
  {
    packages: ['@vercel/otel', '@opentelemetry/exporter-metrics-otlp-http', '@opentelemetry/sdk-metrics'],
    doors: ['src/server/observe/telemetry.lazy'],
  },
  { packages: ['dynalite'], doors: ['test/dynamodb/', 'scripts/'] },
  { packages: ['better-auth'], doors: ['src/server/accounts/'] },
  {
    packages: ['hono', '@hono/node-server'],
    doors: ['src/server/http/', 'src/server/main', 'src/server/live/', 'src/app/', 'bench/'],
  },
  {
    packages: ['@electric-sql/pglite'],
    doors: ['src/server/prove/', 'src/client/prove/', 'scripts/lib/sandbox', 'test/'],
  },
  { packages: ['elkjs'], doors: ['src/client/layout/'] },
  { packages: ['idb', 'fake-indexeddb'], doors: ['src/client/sync/', 'test/'] },
  {
    packages: ['eventsource-parser'],
    doors: ['src/client/api/', 'src/client/sync/', 'src/server/http/test-server.fixture', 'test/', 'bench/'],
  },
  { packages: ['fractional-indexing'], doors: ['src/core/'] },
  { packages: ['@noble/hashes'], doors: ['src/core/'] },
  { packages: ['fflate'], doors: ['src/core/formats/zip-files'] },
  { packages: ['playwright-core', 'axe-core'], doors: ['test/', 'e2e/', 'scripts/', 'bench/'] },
  { packages: ['sharp'], doors: ['scripts/screenshots/film'] },
  { packages: ['@fontsource-variable'], doors: ['src/app/fonts.ts'] },
  { packages: ['esbuild'], doors: ['scripts/', 'test/', 'bench/'] },
];

const under = (folder) => `^src/${folder}(/|\\.tsx?$)`;
const isPackage = (name) => `(^|/)node_modules/(@types/)?${name.replace('/', '\\/')}(/|$)`;

const layerRules = Object.entries({ ...LAYERS, ...FOLDERS }).map(([folder, allowed]) => ({
  name: `layer: ${folder}`,
  comment: `src/${folder} may import ${allowed.length === 0 ? 'nothing else of ours' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: under(folder), pathNot: TEST },
  to: { path: '^(src|test|bench|e2e|scripts)/', pathNot: [folder, ...allowed].map(under) },
}));

const neverRules = NEVER.map(({ from, to }) => ({
  name: `never: ${from}`,
  severity: 'error',
  from: { path: under(from), pathNot: TEST },
  to: { path: to.map(under) },
}));

const doorRules = DOORS.map(({ packages, doors }) => ({
  name: `door: ${packages[0]}`,
  comment: `Only ${doors.join(', ')} may import ${packages.join(', ')}.`,
  severity: 'error',
  from: { path: '^(src|test|bench|e2e|scripts)/|^[^/]+\\.ts$', pathNot: doors.map((door) => `^${door}`) },
  to: { path: packages.map(isPackage) },
}));

/** Files that something other than an import starts. */
const STARTED_FROM_OUTSIDE = [
  '^src/app/',
  '^src/server/main\\.ts$',
  '^src/server/function\\.ts$',
  '^src/cli/main\\.ts$',
  '\\.worker\\.ts$',
  '\\.(test|e2e|bench)\\.tsx?$',
  '\\.d\\.ts$',
];

/** Rules about every import, those of types included: a type of the server's in the client is an arrow too. */
export const forbiddenImports = [
  ...layerRules,
  ...neverRules,
  {
    name: 'core is pure',
    comment: 'No Node built-ins in src/core; tests of the core may use them.',
    severity: 'error',
    from: { path: '^src/core/', pathNot: TEST },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'no orphans',
    comment: 'A file that nothing imports and that imports nothing is dead.',
    severity: 'error',
    from: { orphan: true, path: '^src/', pathNot: STARTED_FROM_OUTSIDE },
    to: {},
  },
  {
    name: 'sources know no tests',
    severity: 'error',
    from: { path: '^src/', pathNot: TEST },
    to: { path: ['^(test|bench|e2e|scripts)/', TEST] },
  },
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere, or to a package that package.json does not declare.',
    severity: 'error',
    from: { path: '^(src|test|bench|e2e|scripts)/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'declared',
    severity: 'error',
    from: { path: '^src/', pathNot: TEST },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

/**
 * Rules about what runs. `import type` is erased: it opens no connection and closes no circle, so a signature
 * may name `Pool` outside its door, and two files may name each other's types.
 */
export const forbiddenAtRunTime = [
  ...doorRules,
  { name: 'no circular', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
];

/** @type {import('dependency-cruiser').ICruiseOptions} */
export const options = {
  // With TypeScript 7 the built-in TypeScript parser reads no module at all, and passes.
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  // bench/peers has dependencies of its own, which are installed only for its bench.
  exclude: { path: '^(\\.next|dist|bench/peers)/' },
  enhancedResolveOptions: {
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'node', 'default'],
  },
};
