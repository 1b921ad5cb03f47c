// What a chat needs and jsdom lacks: fetch, and for the AWS SDK the rest.
const { TestEnvironment } = require('jest-environment-jsdom');

module.exports = class extends TestEnvironment {
  /** @override */
  async setup() {
    await super.setup();
    Object.assign(this.global, { fetch, Headers, Request, Response });
    Object.assign(this.global, { TextEncoder, TextDecoder, ReadableStream });
  }
};
