// The arrows of docs/architecture.md, as rules. A folder of src may import only from those listed for it.
const mayImport = {
  cluster: [],
  policy: ['cluster'],
  planner: ['policy', 'cluster'],
  run: ['planner', 'policy', 'cluster', 'luxi'],
  luxi: ['cluster'],
  report: ['run', 'planner', 'policy', 'cluster'],
  cli: ['run', 'planner', 'policy', 'cluster', 'luxi', 'report'],
}

const arrows = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `src/${folder} imports only ${allowed.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'production never imports the simulator or a test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sim|test|fixtures)/' },
    },
    {
      name: 'the simulator never imports a test',
      severity: 'error',
      from: { path: '^sim/' },
      to: { path: '^test/' },
    },
    {
      name: 'decisions are pure: no Node module below src/run, but for the socket',
      severity: 'error',
      from: { path: '^src/(cluster|policy|planner|run|report)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the simulated cluster is pure: no Node module in the kernel or in ganeti',
      severity: 'error',
      from: { path: '^sim/(kernel|ganeti)/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only what package.json declares',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs'],
    },
  },
}
