import { TestEnvironment } from 'jest-environment-node';

/** Node as it was before version 22, or any other place that has no WebSocket of its own. */
export default class WithoutWebSocket extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Reflect.deleteProperty(this.global, 'WebSocket');
  }
}
