import { build } from 'vite';

for (const [page, input] of Object.entries({
  chat: 'page/index.html',
  operator: 'page/operator.js',
  unused: 'page/unused.js',
})) {
  await build({
    root: 'page',
    base: './',
    logLevel: 'error',
    build: { outDir: `../vite/${page}`, emptyOutDir: false, rolldownOptions: { input } },
  });
}
