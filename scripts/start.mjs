// `npm start`: a chat on a local service, with nothing set up before.
//
//   npm start                  serves a page with both sides of a chat, until Ctrl+C
//   npm start -- --script      plays a chat in the terminal and checks it
//   npm start -- --port 5000   has the local service on port 5000 (0: any that is free)
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm start [-- options]

Starts a chat on a local service and serves a page with both sides of it, until Ctrl+C.

Options:
  --script         play a chat in the terminal instead, check it, and end
  --port <number>  port of the local service, 0 for any (default 4510, or any if that is taken)
  --help           print this
`;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.stdout.on('error', () => process.exit(1)); // nobody reads any more, as after `| head`

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function main() {
  const options = readOptions();
  if (options === undefined) return;
  const setup = spawnSync(process.execPath, ['scripts/setup.mjs'], { stdio: 'inherit' });
  if (setup.status !== 0) throw new Error('cannot start: the dependencies are not installed');
  if (options.script) await playConversation(options.port);
  else await serveDemo(options.port);
}

/** @param {number | undefined} port */
async function serveDemo(port) {
  const { buildPage } = await import('../esbuild.mjs');
  const page = join('examples', 'page');
  await buildPage();
  const { startDemo } = await bundled(join(page, 'server', 'startDemo.ts'));
  const demo = await startDemo({ folder: join(page, 'dist'), port });
  console.log(`\nThe chat is at ${demo.url}\n`);
  console.log(`The local service is at ${demo.endpoint}. Ctrl+C stops both.`);

  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
    // npm does not pass on a signal that only it has got, and then goes.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && resolve(undefined), 1_000).unref();
  });
  await demo.close();
}

/** @param {number | undefined} port */
async function playConversation(port) {
  // Node 20 serves; what the AWS SDK says about its own later versions is not for this terminal.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { playConversation } = await bundled(join('examples', 'conversation', 'main.ts'));
  const isRight = await playConversation({ port });
  if (!isRight) process.exitCode = 1;
}

/**
 * Imports a TypeScript file, bundled with the library's sources; packages stay what they are.
 *
 * @param {string} entry
 */
async function bundled(entry) {
  const { build } = await import('esbuild');
  const outfile = join(dirname(entry), 'dist', 'bundle.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/** The options, or undefined where they are wrong or ask for help; that has been answered then. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        script: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      throw new Error('--port must be a number from 0 to 65535');
    }
    if (!values.help) return { script: values.script, port };
    console.log(USAGE);
  } catch (error) {
    console.error(`${explain(error)}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  return undefined;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE'
    ? 'cannot start: the port is taken; choose another with --port'
    : error.message;
}
