/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const shared: Config = {
  testEnvironment: 'node',
  transform: {
    // Specs run as CommonJS; types are checked by `npm run typecheck`, not here.
    '\\.ts$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: {
          target: 'ES2022',
          module: 'CommonJS',
          isolatedModules: true,
          esModuleInterop: true,
          sourceMap: true,
        },
      },
    ],
    '\\.mjs$': '<rootDir>/scripts/jest-mjs.mjs',
  },
  moduleNameMapper: {
    // The package by its own name, from the sources.
    '^rx-connect-chat$': '<rootDir>/lib/index.ts',
    '^rx-connect-chat/(?!package\\.json$)(.+)$': '<rootDir>/lib/$1.ts',
    // Sources import each other as './name.js', as Node wants it.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

const config: Config = {
  maxWorkers: 2,
  // A worker that has left nothing open takes up to 250 ms to go, and longer on a busy machine: the 500 ms
  // that Jest waits by default do not tell a leak from that.
  workerGracefulExitTimeout: 10_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/spec/**/*.spec.ts', '<rootDir>/examples/testing/*.spec.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/spec/e2e/',
        '<rootDir>/spec/ecosystem/',
      ],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/spec/e2e/**/*.spec.ts'],
      globalSetup: '<rootDir>/spec/e2e/support/start.mjs',
      globalTeardown: '<rootDir>/spec/e2e/support/stop.mjs',
    },
    {
      ...shared,
      displayName: 'ecosystem',
      testMatch: ['<rootDir>/spec/ecosystem/*.spec.ts'],
      globalSetup: '<rootDir>/spec/ecosystem/support/install.mjs',
      globalTeardown: '<rootDir>/spec/ecosystem/support/uninstall.mjs',
    },
  ],
};

export default config;
