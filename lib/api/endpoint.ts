import { invalidArgument } from './errors.js';

/** Which endpoint of the Participant Service to use. */
export interface EndpointOptions {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly useDualStack?: boolean | undefined;
}

/**
 * The service's base URL, without a trailing slash.
 *
 * Source: endpoint rules of `@aws-sdk/client-connectparticipant` 3.1019.
 *
 * @throws ChatError `InvalidArgument`: neither region nor endpoint, an invalid region, or an endpoint
 * that is no https URL (http only on loopback).
 */
export function resolveEndpoint({ region, endpoint, useDualStack }: EndpointOptions): string {
  if (endpoint !== undefined) return checkedEndpoint(endpoint);
  if (region === undefined) {
    throw invalidArgument('create a chat', 'region is required (or endpoint, or api)');
  }
  if (typeof region !== 'string' || !/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw invalidArgument('create a chat', 'region is not the name of an AWS region');
  }
  return `https://participant.connect.${region}.${suffixOf(region, useDualStack ?? false)}`;
}

/**
 * Whether `url` is encrypted (https, wss), or stays on this machine (http or ws on loopback). Checks the
 * text, since the `URL` of React Native before 0.80 does not implement `protocol`.
 */
export const isSecureUrl = (url: string): boolean =>
  /^(https|wss):\/\/[^\s/?#\\]/i.test(url) ||
  /^(http|ws):\/\/(localhost|\[::1\]|127(\.\d{1,3}){3})(:\d+)?([/?#]|$)/i.test(url);

function checkedEndpoint(endpoint: string): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw invalidArgument('create a chat', 'endpoint is not a URL');
  }
  if (!/^http/i.test(endpoint) || !isSecureUrl(endpoint)) {
    throw invalidArgument('create a chat', 'endpoint must be https (http only on loopback)');
  }
  return url.href.replace(/\/+$/, '');
}

/** DNS suffixes, and those of dual-stack endpoints, by the prefix of the partition's regions. */
const PARTITIONS: Readonly<Record<string, readonly [suffix: string, dualStackSuffix: string]>> = {
  'cn-': ['amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  'eusc-': ['amazonaws.eu', 'api.amazonwebservices.eu'],
  'us-iso-': ['c2s.ic.gov', 'api.aws.ic.gov'],
  'us-isob-': ['sc2s.sgov.gov', 'api.aws.scloud'],
  'eu-isoe-': ['cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  'us-isof-': ['csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  '': ['amazonaws.com', 'api.aws'], // GovCloud's, too
};

function suffixOf(region: string, useDualStack: boolean): string {
  const prefix = Object.keys(PARTITIONS).find((each) => region.startsWith(each)) ?? '';
  return PARTITIONS[prefix]![useDualStack ? 1 : 0];
}
