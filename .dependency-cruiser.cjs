// Who may import whom in lib/: docs/architecture.md, "Folders", says why.

/** Each folder imports only from those before it. */
const core = [
  'rx',
  'wire',
  'api',
  'interactive',
  'connection',
  'inbox',
  'transcript',
  'outbox',
  'chat',
];
/** These stand on the core's public names, as any user does. */
const outer = ['chatjs', 'desk', 'tabs', 'testing', 'journal', 'emulator', 'angular'];
/** The command-line program, on Node. */
const program = '^lib/cli/';

const any = (/** @type {string[]} */ names) => `(${names.join('|')})`;
/** The emulator without its network, which has an index of its own. */
const emulatorModel = '^lib/emulator/model\\.ts$';
/** What serves it on a machine: HTTP, websockets. */
const emulatorServer = '^lib/emulator/(server/|startEmulator\\.ts$)';
const awsSdk = '(^|/)@(aws-sdk|smithy)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'files that import each other are one file, or miss a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'nothing imports this file, and it imports nothing',
      severity: 'error',
      from: { orphan: true, pathNot: '^lib/[^/]+\\.ts$' },
      to: {},
    },
    {
      name: 'no-dead-files',
      comment: 'no entry point leads to this file',
      severity: 'error',
      from: { path: ['^lib/[^/]+\\.ts$', '^lib/cli/main\\.ts$'] },
      to: { path: '^lib/[^/]+/', pathNot: '^lib/cli/main\\.ts$', reachable: false },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'there is no such module',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...core.map((folder, index) => ({
      name: `layers-${folder}`,
      comment: `${folder} imports from itself${index ? ` and ${core.slice(0, index).join(', ')}` : ''} only`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^lib/${folder}/` },
      to: { path: '^lib/', pathNot: `^lib/${any(core.slice(0, index + 1))}/` },
    })),
    {
      name: 'outer-on-public-names',
      comment:
        "chatjs, desk, tabs, testing and emulator import from lib/index.ts, lib/lite.ts and wire only; testing stands on the emulator's model too",
      severity: 'error',
      from: { path: `^lib/${any(outer)}/` },
      to: {
        path: '^lib/',
        pathNot: ['^lib/(index|lite)\\.ts$', '^lib/wire/', '^lib/$1/', emulatorModel],
      },
    },
    {
      name: 'cli-on-entry-points',
      comment: 'the command-line program imports from the entry points, as any program would',
      severity: 'error',
      from: { path: program },
      to: { path: '^lib/', pathNot: ['^lib/(lite|journal|emulator)\\.ts$', program] },
    },
    {
      name: 'nobody-on-cli',
      comment: 'a program is run, not imported',
      severity: 'error',
      from: { path: '^lib/', pathNot: program },
      to: { path: program },
    },
    {
      name: 'emulator-model-for-testing',
      comment: "of the outer folders, testing alone stands on another's: the emulator's model",
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/(testing|emulator)/' },
      to: { path: emulatorModel },
    },
    {
      name: 'folders-by-their-index',
      comment: 'a folder is reached from outside through its index.ts, which says what it offers',
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: {
        path: '^lib/[^/]+/',
        pathNot: [
          ...['^lib/$1/', '^lib/[^/]+/index\\.ts$', '^lib/api/sdk[^/]*\\.ts$'],
          emulatorModel,
        ],
      },
    },
    {
      name: 'entries-by-the-index',
      comment:
        'an entry point re-exports from the index.ts of folders; lib/index.ts alone names chat/createChatWithSdk.ts, which is out of chat/index.ts so that lib/lite.ts does without the SDK',
      severity: 'error',
      from: { path: '^lib/([^/]+)\\.ts$' },
      to: {
        path: '^lib/[^/]+/',
        pathNot: ['^lib/[^/]+/index\\.ts$', '^lib/chat/createChatWithSdk\\.ts$'],
      },
    },
    {
      name: 'sdk-adapter-from-index-only',
      severity: 'error',
      comment: 'only chat/createChatWithSdk.ts, and so lib/index.ts, may bring the AWS SDK along',
      from: {
        path: '^lib/',
        pathNot: ['^lib/chat/createChatWithSdk\\.ts$', '^lib/api/sdk[^/]*\\.ts$'],
      },
      to: { path: '^lib/api/sdk[^/]*\\.ts$' },
    },
    {
      name: 'aws-sdk-in-its-adapter',
      comment: 'the AWS SDK has one seam: lib/api/sdk*.ts',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/api/sdk[^/]*\\.ts$' },
      to: { path: awsSdk },
    },
    {
      name: 'lite-without-aws-sdk',
      comment: 'the lite entry is for pages that cannot afford the AWS SDK',
      severity: 'error',
      from: { path: '^lib/((lite|chatjs|desk|tabs)\\.ts$|cli/)' },
      to: { path: awsSdk, reachable: true },
    },
    {
      name: 'wire-without-rxjs',
      comment: 'decoding is plain functions',
      severity: 'error',
      from: { path: '^lib/wire/' },
      to: { path: '(^|/)rxjs(/|$)' },
    },
    {
      name: 'node-in-emulator-and-cli',
      comment: "the rest runs in browsers: no ws, none of Node's own modules",
      severity: 'error',
      from: { path: '^lib/', pathNot: [emulatorServer, program] },
      to: { path: '(^|/)(ws|@types/ws)(/|$)' },
    },
    {
      name: 'node-builtins-in-emulator-and-cli',
      comment: "the rest runs in browsers: no ws, none of Node's own modules",
      severity: 'error',
      from: { path: '^lib/', pathNot: [emulatorServer, program] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'testing-without-a-server',
      comment: 'what users test with runs in browsers, too',
      severity: 'error',
      from: { path: '^lib/testing\\.ts$' },
      to: { path: emulatorServer, reachable: true },
    },
    {
      name: 'declared-dependencies',
      comment: 'users do not get our devDependencies, nor what happens to lie in node_modules',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    extraExtensionsToScan: [],
  },
};
