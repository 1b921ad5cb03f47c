// As an app has it whose specs run in a page by jsdom.
module.exports = {
  testEnvironment: './environment.cjs',
  // Of what the AWS SDK has for pages, some is ES modules only, which Jest does not load.
  testEnvironmentOptions: { customExportConditions: ['node'] },
  testMatch: ['<rootDir>/*.spec.cjs'],
  transform: {},
};
