/** As much of XMLHttpRequest as the AWS SDK for JavaScript v2 uses, over `fetch`: Node has none. */
export class FetchXhr extends EventTarget {
  readonly HEADERS_RECEIVED = 2;
  readonly LOADING = 3;
  readonly DONE = 4;
  readyState = 0;
  status = 0;
  statusText = '';
  responseText = '';
  response: string | ArrayBuffer = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  readonly upload = new EventTarget();
  readonly #requestHeaders = new Headers();
  readonly #abort = new AbortController();
  #responseHeaders = new Headers();
  #method = '';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#requestHeaders.set(name, value);
  }

  getAllResponseHeaders(): string {
    return [...this.#responseHeaders].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  getResponseHeader(name: string): string | null {
    return this.#responseHeaders.get(name);
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body?: BodyInit | null): void {
    void this.#fetch(body ?? null);
  }

  async #fetch(body: BodyInit | null): Promise<void> {
    try {
      const answer = await fetch(this.#url, {
        method: this.#method,
        headers: this.#requestHeaders,
        body,
        signal: this.#abort.signal,
      });
      this.status = answer.status;
      this.statusText = answer.statusText;
      this.#responseHeaders = answer.headers;
      this.#becomes(this.HEADERS_RECEIVED);
      if (this.responseType === 'arraybuffer') this.response = await answer.arrayBuffer();
      else this.response = this.responseText = await answer.text();
      this.#becomes(this.LOADING);
      this.#becomes(this.DONE);
      this.#tell('load');
      this.#tell('loadend');
    } catch {
      this.#tell(this.#abort.signal.aborted ? 'abort' : 'error');
    }
  }

  #becomes(readyState: number): void {
    this.readyState = readyState;
    this.#tell('readystatechange');
  }

  #tell(type: string): void {
    const event = new Event(type);
    this.dispatchEvent(event);
    const { [`on${type}`]: handler } = this as unknown as Record<string, unknown>;
    if (typeof handler === 'function') Reflect.apply(handler, this, [event]);
  }
}
