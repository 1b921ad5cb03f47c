//   node metro/bundle.mjs exports       as Metro resolves today
//   node metro/bundle.mjs no-exports    as it did before 0.82: `exports` is not looked at
import { realpathSync } from 'node:fs';
import Metro from 'metro';

const [variant = 'exports'] = process.argv.slice(2);
const linked = ['metro-runtime', 'rxjs', 'tslib'];

const config = await Metro.loadConfig(
  {},
  {
    watchFolders: linked.map((name) => realpathSync(`node_modules/${name}`)),
    resolver: {
      unstable_enablePackageExports: variant === 'exports',
      resolverMainFields: ['react-native', 'browser', 'main'], // React Native's own
    },
    transformer: {
      // Modules are what React Native's preset would see to.
      getTransformOptions: () =>
        Promise.resolve({
          transform: { experimentalImportSupport: true, inlineRequires: false },
        }),
    },
    cacheStores: [],
    reporter: { update() {} },
  },
);
await Metro.runBuild(config, {
  entry: 'metro/index.js',
  out: `metro/${variant}.js`,
  platform: 'ios',
  dev: false,
  minify: false,
});
