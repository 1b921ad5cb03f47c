import { from, lastValueFrom } from 'rxjs';
import { createSdkApi } from '../../lib/api/sdkApi.js';
import { describeApi } from './support/describeApi.js';
import { json, startLoopback } from './support/loopback.js';

describe('createSdkApi', () => {
  describeApi((endpoint, options) => createSdkApi({ endpoint, ...options }));

  describe('without an AWS configuration', () => {
    const before = { ...process.env };
    beforeAll(() => {
      process.env.AWS_PROFILE = 'nobody';
      process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = '/nowhere';
      process.env.AWS_EC2_METADATA_DISABLED = 'true';
      delete process.env.AWS_REGION;
    });
    afterAll(() => {
      process.env = before;
    });

    it('needs neither credentials nor a configuration', async () => {
      const service = await startLoopback();
      service.answers(json({ Id: 'e1' }));
      const answer$ = from(
        createSdkApi({ endpoint: service.endpoint }).sendEvent({
          ConnectionToken: 'token',
          ContentType: 'application/vnd.amazonaws.connect.event.typing',
        }),
      );

      await expect(lastValueFrom(answer$)).resolves.toMatchObject({ Id: 'e1' });
      await service.close();
    });
  });
});
